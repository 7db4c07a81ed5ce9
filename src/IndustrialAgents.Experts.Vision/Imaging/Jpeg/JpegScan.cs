namespace IndustrialAgents.Experts.Vision.Imaging.Jpeg;

/// <summary>A scan header (ITU-T T.81, B.2.3): which components, which coefficients and bits of them.</summary>
/// <param name="Components">The components, in the order in which an MCU holds them.</param>
/// <param name="First">First coefficient in zigzag order.</param>
/// <param name="Last">Last coefficient in zigzag order.</param>
/// <param name="PreviousBit">Point transform of the scan before, 0 if the coefficients come for the first time.</param>
/// <param name="Bit">Point transform: the lowest bit that this scan brings.</param>
internal sealed record JpegScan(IReadOnlyList<JpegComponent> Components, int First, int Last, int PreviousBit, int Bit)
{
    public static JpegScan Read(ReadOnlySpan<byte> segment, JpegFrame frame, JpegTables tables)
    {
        if (segment.Length < 1 || segment[0] is 0 or > 4 || segment.Length != 4 + (2 * segment[0]))
        {
            throw new ImageFormatException($"JPEG: a scan header of {segment.Length} bytes is malformed; the file is corrupt");
        }

        int count = segment[0];
        var components = new JpegComponent[count];
        for (var i = 0; i < count; i++)
        {
            int id = segment[1 + (2 * i)];
            int selector = segment[2 + (2 * i)];
            var component = frame.Components.FirstOrDefault(c => c.Id == id);
            if (component is null || components.Take(i).Contains(component) || (selector >> 4) > 3 || (selector & 15) > 3)
            {
                throw new ImageFormatException($"JPEG: a scan names component {id} with tables {selector:X2}, which do not exist; the file is corrupt");
            }

            component.DcTable = tables.Dc[selector >> 4];
            component.AcTable = tables.Ac[selector & 15];
            component.QuantisationTable ??= tables.Quantisation(component.Quantisation);
            components[i] = component;
        }

        var tail = segment[^3..];
        var scan = new JpegScan(components, tail[0], tail[1], tail[2] >> 4, tail[2] & 15);
        scan.Check(frame.Progressive);
        return scan;
    }

    private void Check(bool progressive)
    {
        var blocks = Components.Sum(c => c.Horizontal * c.Vertical);
        var valid = progressive
            ? Last <= 63 && First <= Last && (First > 0 ? Components.Count == 1 : Last == 0)
                && Bit <= 13 && (PreviousBit == 0 || PreviousBit == Bit + 1)
            : First == 0 && Last == 63 && PreviousBit == 0 && Bit == 0;
        if (!valid || (Components.Count > 1 && blocks > 10))
        {
            throw new ImageFormatException(
                $"JPEG: a scan of coefficients {First} to {Last}, bits {PreviousBit} to {Bit}, of {Components.Count} components is not allowed");
        }

        AdvanceBits();
        var needsDc = First == 0 && PreviousBit == 0;
        var needsAc = Last > 0;
        if (Components.Any(c => (needsDc && c.DcTable is null) || (needsAc && c.AcTable is null)))
        {
            throw new ImageFormatException("JPEG: a scan uses a Huffman table that was never defined; the file is corrupt");
        }
    }

    /// <summary>
    /// Every bit of a coefficient comes once, highest first (G.1.1.1.2). Holding files to that also bounds the work: without it a
    /// short file could ask for any number of walks over a large picture.
    /// </summary>
    private void AdvanceBits()
    {
        var expected = PreviousBit == 0 ? -1 : PreviousBit;
        foreach (var component in Components)
        {
            foreach (ref var known in component.LowestBit.AsSpan(First, Last - First + 1))
            {
                if (known != expected)
                {
                    throw new ImageFormatException($"JPEG: a scan brings bit {Bit} of a coefficient out of order; the file is corrupt");
                }

                known = (sbyte)Bit;
            }
        }
    }
}
