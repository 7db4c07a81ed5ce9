namespace IndustrialAgents.Experts.Vision.Imaging.Jpeg;

/// <summary>
/// Converts a row of components to grey or RGB. YCbCr is that of JFIF (ITU-T T.871) in 16-bit fixed point; inks are taken as
/// Adobe stores them, inverted, and become RGB by (255 - ink)(255 - black) / 255.
/// </summary>
internal static class JpegColour
{
    private static readonly int[] RedOfCr = Table(1.40200, 0x8000, 16);
    private static readonly int[] BlueOfCb = Table(1.77200, 0x8000, 16);
    private static readonly int[] GreenOfCr = Table(-0.71414, 0, 0);
    private static readonly int[] GreenOfCb = Table(-0.34414, 0x8000, 0);

    /// <summary>Which space a frame uses, by its markers and component names, as the widespread decoders decide it.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="hasJfif">Whether a JFIF marker was seen.</param>
    /// <param name="adobeTransform">Transform flag of the Adobe marker, -1 without one.</param>
    public static JpegColourSpace SpaceOf(JpegFrame frame, bool hasJfif, int adobeTransform)
    {
        switch (frame.Components.Count)
        {
            case 1:
                return JpegColourSpace.Grey;
            case 4:
                return adobeTransform is -1 or 0 ? JpegColourSpace.Cmyk : JpegColourSpace.Ycck;
            default:
                var namedRgb = frame.Components[0].Id == 'R' && frame.Components[1].Id == 'G' && frame.Components[2].Id == 'B';
                return !hasJfif && (adobeTransform == 0 || (adobeTransform < 0 && namedRgb)) ? JpegColourSpace.Rgb : JpegColourSpace.YCbCr;
        }
    }

    public static void Convert(JpegColourSpace space, byte[][] rows, Span<byte> target)
    {
        if (space == JpegColourSpace.Grey)
        {
            rows[0].AsSpan(0, target.Length).CopyTo(target);
            return;
        }

        for (int x = 0, i = 0; i < target.Length; x++, i += 3)
        {
            var (a, b, c) = (rows[0][x], rows[1][x], rows[2][x]);
            if (space is JpegColourSpace.YCbCr or JpegColourSpace.Ycck)
            {
                (a, b, c) = (Clamp(a + RedOfCr[c]), Clamp(a + ((GreenOfCb[b] + GreenOfCr[c]) >> 16)), Clamp(a + BlueOfCb[b]));
            }

            if (space == JpegColourSpace.Ycck)
            {
                (a, b, c) = ((byte)(255 - a), (byte)(255 - b), (byte)(255 - c));
            }

            if (space is JpegColourSpace.Cmyk or JpegColourSpace.Ycck)
            {
                var light = rows[3][x];
                (a, b, c) = (Ink(a, light), Ink(b, light), Ink(c, light));
            }

            target[i] = a;
            target[i + 1] = b;
            target[i + 2] = c;
        }
    }

    private static byte Ink(byte inverted, byte light)
    {
        var product = ((255 - inverted) * light) + 128;
        return (byte)Math.Max(light - (((product >> 8) + product) >> 8), 0);
    }

    private static byte Clamp(int value) => (byte)Math.Clamp(value, 0, 255);

    private static int[] Table(double factor, int half, int shift)
    {
        var table = new int[256];
        var scaled = factor < 0 ? -(int)((-factor * 65536) + 0.5) : (int)((factor * 65536) + 0.5);
        for (var i = 0; i < table.Length; i++)
        {
            table[i] = ((scaled * (i - 128)) + half) >> shift;
        }

        return table;
    }
}
