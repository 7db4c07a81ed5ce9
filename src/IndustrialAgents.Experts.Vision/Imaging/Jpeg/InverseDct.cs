namespace IndustrialAgents.Experts.Vision.Imaging.Jpeg;

/// <summary>
/// Inverse 8x8 DCT in integers with 13-bit constants, after C. Loeffler, A. Ligtenberg and G. Moschytz, "Practical Fast 1-D DCT
/// Algorithms with 11 Multiplications" (ICASSP 1989). Rounding (two extra bits between the passes) is that of the accurate
/// integer method of the Independent JPEG Group's library, so that pictures agree with what others decode.
/// </summary>
internal static class InverseDct
{
    private const int ConstantBits = 13;
    private const int PassBits = 2;
    private const int C0298631336 = 2446;
    private const int C0390180644 = 3196;
    private const int C0541196100 = 4433;
    private const int C0765366865 = 6270;
    private const int C0899976223 = 7373;
    private const int C1175875602 = 9633;
    private const int C1501321110 = 12299;
    private const int C1847759065 = 15137;
    private const int C1961570560 = 16069;
    private const int C2053119869 = 16819;
    private const int C2562915447 = 20995;
    private const int C3072711026 = 25172;

    /// <summary>Dequantises a block in natural order, transforms it, and writes 8 rows of 8 samples.</summary>
    public static void Transform(ReadOnlySpan<short> block, ReadOnlySpan<ushort> quantisation, Span<byte> target, int stride)
    {
        Span<int> work = stackalloc int[64];
        for (var x = 0; x < 8; x++)
        {
            Column(block[x..], quantisation[x..], work[x..]);
        }

        for (var y = 0; y < 8; y++)
        {
            Row(work.Slice(8 * y, 8), target.Slice(y * stride, 8));
        }
    }

    private static void Column(ReadOnlySpan<short> block, ReadOnlySpan<ushort> quantisation, Span<int> work)
    {
        if (block[8] == 0 && block[16] == 0 && block[24] == 0 && block[32] == 0 && block[40] == 0 && block[48] == 0 && block[56] == 0)
        {
            var flat = block[0] * quantisation[0] << PassBits;
            for (var y = 0; y < 64; y += 8)
            {
                work[y] = flat;
            }

            return;
        }

        var values = new Eight(
            block[0] * quantisation[0], block[8] * quantisation[8], block[16] * quantisation[16], block[24] * quantisation[24],
            block[32] * quantisation[32], block[40] * quantisation[40], block[48] * quantisation[48], block[56] * quantisation[56]);
        const int Shift = ConstantBits - PassBits;
        values = Butterfly(values, 1 << (Shift - 1));
        work[0] = values.V0 >> Shift;
        work[8] = values.V1 >> Shift;
        work[16] = values.V2 >> Shift;
        work[24] = values.V3 >> Shift;
        work[32] = values.V4 >> Shift;
        work[40] = values.V5 >> Shift;
        work[48] = values.V6 >> Shift;
        work[56] = values.V7 >> Shift;
    }

    private static void Row(ReadOnlySpan<int> work, Span<byte> target)
    {
        const int Shift = ConstantBits + PassBits + 3;
        var values = Butterfly(new Eight(work[0], work[1], work[2], work[3], work[4], work[5], work[6], work[7]), 1 << (Shift - 1));
        target[7] = Clamp(values.V7 >> Shift);
        target[0] = Clamp(values.V0 >> Shift);
        target[1] = Clamp(values.V1 >> Shift);
        target[2] = Clamp(values.V2 >> Shift);
        target[3] = Clamp(values.V3 >> Shift);
        target[4] = Clamp(values.V4 >> Shift);
        target[5] = Clamp(values.V5 >> Shift);
        target[6] = Clamp(values.V6 >> Shift);
    }

    /// <summary>One dimension, scaled up by 2^13; <paramref name="half"/> rounds the shift that follows.</summary>
    private static Eight Butterfly(in Eight v, int half)
    {
        var z1 = (v.V2 + v.V6) * C0541196100;
        var even2 = z1 - (v.V6 * C1847759065);
        var even3 = z1 + (v.V2 * C0765366865);
        var even0 = ((v.V0 + v.V4) << ConstantBits) + half;
        var even1 = ((v.V0 - v.V4) << ConstantBits) + half;
        var (sum0, sum3, sum1, sum2) = (even0 + even3, even0 - even3, even1 + even2, even1 - even2);

        z1 = -(v.V7 + v.V1) * C0899976223;
        var z2 = -(v.V5 + v.V3) * C2562915447;
        var z3 = v.V7 + v.V3;
        var z4 = v.V5 + v.V1;
        var z5 = (z3 + z4) * C1175875602;
        z3 = z5 - (z3 * C1961570560);
        z4 = z5 - (z4 * C0390180644);
        var odd0 = (v.V7 * C0298631336) + z1 + z3;
        var odd1 = (v.V5 * C2053119869) + z2 + z4;
        var odd2 = (v.V3 * C3072711026) + z2 + z3;
        var odd3 = (v.V1 * C1501321110) + z1 + z4;
        return new Eight(sum0 + odd3, sum1 + odd2, sum2 + odd1, sum3 + odd0, sum3 - odd0, sum2 - odd1, sum1 - odd2, sum0 - odd3);
    }

    /// <summary>Undoes the level shift of 128 and keeps the sample in its range.</summary>
    private static byte Clamp(int value) => (byte)Math.Clamp(value + 128, 0, 255);

    private readonly record struct Eight(int V0, int V1, int V2, int V3, int V4, int V5, int V6, int V7);
}
