using FsCheck;
using FsCheck.Fluent;

namespace IndustrialAgents.Tests.Tensors;

public sealed class TensorTests
{
    private static readonly ElementType[] Fixed = [.. Enum.GetValues<ElementType>().Where(type => type is not (ElementType.Undefined or ElementType.String))];

    [Fact]
    public void Create_Values_ComeBackInOrder() =>
        Prop.ForAll(ArbMap.Default.ArbFor<NonNull<float[]>>(), values =>
        {
            var tensor = Tensor.Create(values.Get, values.Get.Length);
            return tensor.ElementType == ElementType.Float32
                && tensor.AsSpan<float>().ToArray().Select(BitConverter.SingleToInt32Bits).SequenceEqual(values.Get.Select(BitConverter.SingleToInt32Bits))
                && tensor.Equals(Tensor.Wrap(ElementType.Float32, tensor.Shape, tensor.Bytes))
                && tensor.GetHashCode() == Tensor.Create(values.Get, values.Get.Length).GetHashCode();
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Rows_AnyPart_IsThatPartOfTheBytes() =>
        Prop.ForAll(
            (from type in Gen.Elements(Fixed)
             from rows in Gen.Choose(0, 6)
             from width in Gen.Choose(0, 4)
             from start in Gen.Choose(-1, 7)
             from length in Gen.Choose(-1, 7)
             select (type, rows, width, start, length)).ToArbitrary(),
            ((ElementType Type, int Rows, int Width, int Start, int Length) x) =>
            {
                var size = x.Type.SizeInBytes() * x.Width;
                var bytes = Enumerable.Range(0, x.Rows * size).Select(i => (byte)i).ToArray();
                var tensor = Tensor.Wrap(x.Type, new TensorShape(x.Rows, x.Width), bytes);
                if (x.Start < 0 || x.Length < 0 || x.Start + x.Length > x.Rows)
                {
                    Assert.Throws<ArgumentOutOfRangeException>(() => tensor.Rows(x.Start, x.Length));
                    return true;
                }

                var part = tensor.Rows(x.Start, x.Length);
                return part.Shape == new TensorShape(x.Length, x.Width)
                    && part.Bytes.Span.SequenceEqual(bytes.AsSpan(x.Start * size, x.Length * size));
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void Strings_AreSlicedReshapedAndCompared()
    {
        var tensor = Tensor.Create(new[] { "a", "b", "c", "d" }, new TensorShape(2, 2));

        Assert.Equal(Tensor.Create(new[] { "c", "d" }, new TensorShape(1, 2)), tensor.Rows(1, 1));
        Assert.Equal(new TensorShape(4), tensor.Reshape(new TensorShape(4)).Shape);
        Assert.NotEqual(tensor, tensor.Reshape(new TensorShape(4)));
        Assert.False(tensor.Equals("a"));
        Assert.Equal("String [2, 2]", tensor.ToString());
        Assert.Throws<InvalidOperationException>(() => tensor.AsSpan<int>().Length);
    }

    [Fact]
    public void Create_WrongNumberOfValues_SaysHowManyItTakes()
    {
        Assert.Contains("takes 4", Assert.Throws<ArgumentException>(() => Tensor.Create([1f], 2, 2)).Message, StringComparison.Ordinal);
        Assert.Contains("takes 8", Assert.Throws<ArgumentException>(() => Tensor.Wrap(ElementType.Int64, new TensorShape(1), new byte[4])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Tensor.Wrap(ElementType.String, new TensorShape(0), default));
        Assert.Throws<ArgumentException>(() => Tensor.Create(new[] { "a" }.AsMemory(), new TensorShape(2)));
        Assert.Throws<ArgumentException>(() => Tensor.Create([1f], 1).Reshape(new TensorShape(2)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Tensor.Wrap(ElementType.Undefined, new TensorShape(0), default));
        Assert.Throws<NotSupportedException>(() => Tensor.Create([Guid.Empty], 1));
        Assert.Throws<ArgumentException>(() => Tensor.Wrap(ElementType.Float64, new TensorShape(long.MaxValue), default));
        Assert.Throws<ArgumentOutOfRangeException>(() => Tensor.Create([1f], 1).Reshape(new TensorShape()).Rows(0, 1));
    }

    [Fact]
    public void Shape_Values_AreComparedAndBounded()
    {
        Assert.Equal(new TensorShape(), default);
        Assert.Equal(1, default(TensorShape).ElementCount);
        Assert.Equal((2, 6L, 3L), (new TensorShape(2, 3).Rank, new TensorShape(2, 3).ElementCount, new TensorShape(2, 3)[1]));
        Assert.True(new TensorShape(2, 3) == new TensorShape(2, 3) && new TensorShape(2, 3) != new TensorShape(3, 2));
        Assert.Equal(new TensorShape(2, 3).GetHashCode(), new TensorShape(2, 3).GetHashCode());
        Assert.Equal("[5, 3]", new TensorShape(2, 3).WithFirst(5).ToString());
        Assert.Throws<InvalidOperationException>(() => new TensorShape().WithFirst(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TensorShape(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TensorShape(long.MaxValue, 2));
    }

    [Fact]
    public void ElementTypes_EveryType_HasItsSizeAndClrType()
    {
        Assert.Equal([4, 1, 1, 2, 2, 4, 8, 1, 2, 8, 4, 8, 2], Fixed.Select(type => type.SizeInBytes()));
        Assert.Equal(
            [ElementType.Float32, ElementType.Float64, ElementType.Float16, ElementType.Bool, ElementType.String, ElementType.UInt8, ElementType.Int8,
             ElementType.UInt16, ElementType.Int16, ElementType.UInt32, ElementType.Int32, ElementType.UInt64, ElementType.Int64],
            [ElementTypes.Of<float>(), ElementTypes.Of<double>(), ElementTypes.Of<Half>(), ElementTypes.Of<bool>(), ElementTypes.Of<string>(), ElementTypes.Of<byte>(), ElementTypes.Of<sbyte>(),
             ElementTypes.Of<ushort>(), ElementTypes.Of<short>(), ElementTypes.Of<uint>(), ElementTypes.Of<int>(), ElementTypes.Of<ulong>(), ElementTypes.Of<long>()]);
        Assert.Equal(0, ElementType.String.SizeInBytes());
    }
}
