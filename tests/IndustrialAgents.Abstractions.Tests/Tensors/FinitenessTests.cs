using System.Runtime.InteropServices;

namespace IndustrialAgents.Tests.Tensors;

public sealed class FinitenessTests
{
    public static TheoryData<ElementType, byte[], byte[]> Types
    {
        get
        {
            var types = new TheoryData<ElementType, byte[], byte[]>();
            foreach (var odd in new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity })
            {
                types.Add(ElementType.Float64, Bytes(double.MaxValue), Bytes(odd));
                types.Add(ElementType.Float32, Bytes(float.MinValue), Bytes((float)odd));
                types.Add(ElementType.Float16, Bytes(Half.MaxValue), Bytes((Half)odd));

                // The upper half of binary32.
                types.Add(ElementType.BFloat16, Bytes((ushort)0x7F7F), Bytes((ushort)(BitConverter.SingleToUInt32Bits((float)odd) >> 16)));
            }

            return types;
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void FirstNotFinite_FloatingPoint_IsTheFirstOne(ElementType type, byte[] finite, byte[] odd)
    {
        Assert.Equal(-1, Finiteness.FirstNotFinite(type, []));
        Assert.Equal(-1, Finiteness.FirstNotFinite(type, [.. finite, .. finite]));
        Assert.Equal(1, Finiteness.FirstNotFinite(type, [.. finite, .. odd, .. finite, .. odd]));

        byte[] shifted = [1, .. finite, .. finite, .. odd];
        Assert.Equal(2, Finiteness.FirstNotFinite(type, shifted.AsSpan(1)));
    }

    [Theory]
    [InlineData(ElementType.Int16)]
    [InlineData(ElementType.UInt64)]
    [InlineData(ElementType.Bool)]
    [InlineData(ElementType.String)]
    public void FirstNotFinite_OtherTypes_IsNone(ElementType type) => Assert.Equal(-1, Finiteness.FirstNotFinite(type, Bytes(ulong.MaxValue)));

    private static byte[] Bytes<T>(T value)
        where T : unmanaged =>
        MemoryMarshal.AsBytes([value]).ToArray();
}
