namespace IndustrialAgents.Experts.Vision.Imaging.Jpeg;

/// <summary>Decodes blocks of a progressive scan (ITU-T T.81, annex G): spectral selection and successive approximation.</summary>
internal struct JpegProgression(JpegScan scan)
{
    /// <summary>Further blocks of this band that bring nothing new.</summary>
    private int _endOfBandRun;

    public void Decode(ref JpegBitReader reader, JpegComponent component, Span<short> block)
    {
        if (scan.First == 0)
        {
            DecodeDc(ref reader, component, block);
        }
        else if (scan.PreviousBit == 0)
        {
            DecodeAc(ref reader, component.AcTable!, block);
        }
        else
        {
            RefineAc(ref reader, component.AcTable!, block);
        }
    }

    /// <summary>Starts a restart interval: a run never crosses it.</summary>
    public void StartInterval() => _endOfBandRun = 0;

    private readonly void DecodeDc(ref JpegBitReader reader, JpegComponent component, Span<short> block)
    {
        if (scan.PreviousBit > 0)
        {
            block[0] |= (short)(reader.Read(1) << scan.Bit);
            return;
        }

        var size = reader.Decode(component.DcTable!);
        if (size > 15)
        {
            throw new ImageFormatException("JPEG: a DC difference is too large; the file is corrupt");
        }

        component.Predictor += reader.ReadSigned(size);
        block[0] = (short)(component.Predictor << scan.Bit);
    }

    private void DecodeAc(ref JpegBitReader reader, JpegHuffmanTable table, Span<short> block)
    {
        if (_endOfBandRun > 0)
        {
            _endOfBandRun--;
            return;
        }

        for (var k = scan.First; k <= scan.Last; k++)
        {
            var symbol = reader.Decode(table);
            var (run, size) = (symbol >> 4, symbol & 15);
            if (size == 0 && run < 15)
            {
                _endOfBandRun = (1 << run) + reader.Read(run) - 1;
                return;
            }

            k += run;
            if (size > 0)
            {
                block[ZigZag.Natural[InBand(k)]] = (short)(reader.ReadSigned(size) << scan.Bit);
            }
        }
    }

    /// <summary>G.1.2.3: coefficients already known get one more bit each, and new ones of magnitude one appear between them.</summary>
    private void RefineAc(ref JpegBitReader reader, JpegHuffmanTable table, Span<short> block)
    {
        var k = scan.First;
        if (_endOfBandRun == 0)
        {
            while (k <= scan.Last)
            {
                var symbol = reader.Decode(table);
                var (run, size) = (symbol >> 4, symbol & 15);
                var value = 0;
                if (size > 0)
                {
                    value = reader.Read(1) == 1 ? 1 << scan.Bit : -(1 << scan.Bit);
                }
                else if (run < 15)
                {
                    _endOfBandRun = (1 << run) + reader.Read(run);
                    break;
                }

                k = RefineRun(ref reader, block, k, run);
                if (value != 0)
                {
                    block[ZigZag.Natural[InBand(k)]] = (short)value;
                }

                k++;
            }
        }

        if (_endOfBandRun > 0)
        {
            RefineRun(ref reader, block, k, int.MaxValue);
            _endOfBandRun--;
        }
    }

    /// <summary>Refines non-zero coefficients from <paramref name="k"/> on until <paramref name="run"/> zeros are passed; returns the next zero's place.</summary>
    private readonly int RefineRun(ref JpegBitReader reader, Span<short> block, int k, int run)
    {
        for (; k <= scan.Last; k++)
        {
            ref var coefficient = ref block[ZigZag.Natural[k]];
            if (coefficient == 0)
            {
                if (run-- == 0)
                {
                    break;
                }
            }
            else if (reader.Read(1) == 1 && (coefficient & (1 << scan.Bit)) == 0)
            {
                coefficient += (short)(coefficient > 0 ? 1 << scan.Bit : -(1 << scan.Bit));
            }
        }

        return k;
    }

    private readonly int InBand(int k) =>
        k <= scan.Last ? k : throw new ImageFormatException("JPEG: a coefficient lies beyond its band; the file is corrupt");
}
