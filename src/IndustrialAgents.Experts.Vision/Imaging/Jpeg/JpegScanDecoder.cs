namespace IndustrialAgents.Experts.Vision.Imaging.Jpeg;

/// <summary>
/// Walks over a scan's blocks in the order of ITU-T T.81, A.2, with its restart intervals. Blocks of sequential frames become
/// samples at once; those of progressive frames are kept until all scans are read.
/// </summary>
internal ref struct JpegScanDecoder(JpegScan scan, JpegFrame frame, int restartInterval, ReadOnlySpan<byte> data, int position)
{
    private readonly short[] _block = new short[64];
    private JpegBitReader _reader = new(data, position);
    private JpegProgression _progression = new(scan);

    /// <summary>Decodes the scan; returns where the next marker is looked for.</summary>
    public int Decode()
    {
        var alone = scan.Components.Count == 1;
        var first = scan.Components[0];
        var (across, down) = alone ? (first.BlocksAcross, first.BlocksDown) : (frame.McusAcross, frame.McusDown);
        var restart = 0;
        var left = restartInterval;
        StartInterval();
        for (var y = 0; y < down; y++)
        {
            for (var x = 0; x < across; x++)
            {
                if (restartInterval > 0 && left-- == 0)
                {
                    _reader.Restart(restart);
                    restart = (restart + 1) & 7;
                    left = restartInterval - 1;
                    StartInterval();
                }

                if (alone)
                {
                    DecodeBlock(first, y, x);
                }
                else
                {
                    DecodeMcu(y, x);
                }
            }
        }

        return _reader.Position;
    }

    private void StartInterval()
    {
        _progression.StartInterval();
        foreach (var component in scan.Components)
        {
            component.Predictor = 0;
        }
    }

    private void DecodeMcu(int mcuY, int mcuX)
    {
        foreach (var component in scan.Components)
        {
            for (var v = 0; v < component.Vertical; v++)
            {
                for (var h = 0; h < component.Horizontal; h++)
                {
                    DecodeBlock(component, (mcuY * component.Vertical) + v, (mcuX * component.Horizontal) + h);
                }
            }
        }
    }

    private void DecodeBlock(JpegComponent component, int row, int column)
    {
        if (frame.Progressive)
        {
            _progression.Decode(ref _reader, component, component.Block(row, column));
            return;
        }

        Array.Clear(_block);
        DecodeSequential(component);
        InverseDct.Transform(_block, component.QuantisationTable, component.Samples.AsSpan(((row * component.SampleStride) + column) * 8), component.SampleStride);
    }

    /// <summary>F.2.2: a DC difference, then runs of zeros and AC values.</summary>
    private void DecodeSequential(JpegComponent component)
    {
        var size = _reader.Decode(component.DcTable!);
        if (size > 15)
        {
            throw new ImageFormatException("JPEG: a DC difference is too large; the file is corrupt");
        }

        component.Predictor += _reader.ReadSigned(size);
        _block[0] = (short)component.Predictor;
        for (var k = 1; k < 64; k++)
        {
            var symbol = _reader.Decode(component.AcTable!);
            size = symbol & 15;
            if (size == 0)
            {
                if (symbol != 0xF0)
                {
                    return;
                }

                k += 15;
                continue;
            }

            k += symbol >> 4;
            if (k > 63)
            {
                throw new ImageFormatException("JPEG: a block has more than 64 coefficients; the file is corrupt");
            }

            _block[ZigZag.Natural[k]] = (short)_reader.ReadSigned(size);
        }
    }
}
