using FsCheck;
using FsCheck.Fluent;

namespace IndustrialAgents.Experts.Tests.Tensors;

public sealed class TensorCastTests
{
    private static readonly ElementType[] Numbers =
    [
        ElementType.Float16, ElementType.Float32, ElementType.Float64, ElementType.UInt8, ElementType.Int8, ElementType.UInt16,
        ElementType.Int16, ElementType.UInt32, ElementType.Int32, ElementType.UInt64, ElementType.Int64,
    ];

    [Fact]
    public void Convert_WhereNothingIsLost_ComesBackTheSame() =>
        Prop.ForAll(
            ArbMap.Default.ArbFor<byte[]>(),
            Gen.Elements(Numbers).ToArbitrary(),
            Gen.Elements(Numbers).ToArbitrary(),
            (bytes, from, to) =>
            {
                var size = from.SizeInBytes();
                var whole = bytes[..(bytes.Length / size * size)];
                var tensor = Tensor.Wrap(from, new TensorShape(whole.Length / size), whole);
                var (converted, lost) = TensorCast.Convert(tensor, to);
                if (converted is null)
                {
                    return lost >= 0 && lost < tensor.Shape.ElementCount;
                }

                // Compared as numbers: NaN payloads and the sign of zero may go.
                var back = TensorCast.Convert(converted, from).Tensor;
                return back is not null && TensorCast.ToDoubles(back).SequenceEqual(TensorCast.ToDoubles(tensor));
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void Convert_LargestLong_IsNoDouble()
    {
        Assert.Equal((null, 0), TensorCast.Convert(Tensor.Create([long.MaxValue], 1), ElementType.Float64));
        Assert.Equal((null, 1), TensorCast.Convert(Tensor.Create([0, (1L << 53) + 1], 2), ElementType.Float64));
        Assert.Equal(Tensor.Create([9007199254740992.0], 1), TensorCast.Convert(Tensor.Create([1L << 53], 1), ElementType.Float64).Tensor);
        Assert.Equal((null, 0), TensorCast.Convert(Tensor.Create([1e300], 1), ElementType.Int64));
        Assert.Equal((null, 0), TensorCast.Convert(Tensor.Create([1e300], 1), ElementType.Float32, round: true));
        Assert.Equal((null, 0), TensorCast.Convert(Tensor.Create([0.5f], 1), ElementType.Int32, round: true));
    }

    [Fact]
    public void ToDoubles_NotNumbers_Throws() =>
        Assert.Throws<NotSupportedException>(() => TensorCast.ToDoubles(Tensor.Create(new[] { "a" }, new TensorShape(1))));
}
