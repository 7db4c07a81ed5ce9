using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace IndustrialAgents;

/// <summary>
/// A dense array in row-major order (last dimension fastest), little-endian, as ONNX and the Open Inference Protocol lay it out.
/// Immutable and thread-safe as long as nobody writes to the memory it was wrapped around.
/// </summary>
public sealed class Tensor : IEquatable<Tensor>
{
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly ReadOnlyMemory<string> _strings;

    private Tensor(ElementType elementType, TensorShape shape, ReadOnlyMemory<byte> bytes, ReadOnlyMemory<string> strings)
    {
        ElementType = elementType;
        Shape = shape;
        _bytes = bytes;
        _strings = strings;
    }

    /// <summary>Type of the elements.</summary>
    public ElementType ElementType { get; }

    /// <summary>Dimensions, outermost first.</summary>
    public TensorShape Shape { get; }

    /// <summary>The elements' bytes; empty for strings.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes;

    /// <summary>The elements of a tensor of strings; empty for every other type.</summary>
    public ReadOnlyMemory<string> Strings => _strings;

    /// <summary>Copies <paramref name="values"/> into a tensor of <paramref name="shape"/>.</summary>
    /// <exception cref="ArgumentException">The number of values is not that of the shape.</exception>
    /// <exception cref="NotSupportedException">No tensor stores <typeparamref name="T"/>.</exception>
    public static Tensor Create<T>(ReadOnlySpan<T> values, TensorShape shape)
        where T : unmanaged
    {
        RequireCount(values.Length, shape, nameof(values));
        return new Tensor(ElementTypes.Of<T>(), shape, MemoryMarshal.AsBytes(values).ToArray(), default);
    }

    /// <summary>Copies <paramref name="values"/> into a tensor of the dimensions given.</summary>
    /// <exception cref="ArgumentException">The number of values is not that of the shape.</exception>
    public static Tensor Create<T>(T[] values, params ReadOnlySpan<long> dimensions)
        where T : unmanaged =>
        Create<T>(values.AsSpan(), new TensorShape(dimensions));

    /// <summary>A tensor of strings around <paramref name="values"/>, which are not copied.</summary>
    /// <exception cref="ArgumentException">The number of values is not that of the shape.</exception>
    public static Tensor Create(ReadOnlyMemory<string> values, TensorShape shape)
    {
        RequireCount(values.Length, shape, nameof(values));
        return new Tensor(ElementType.String, shape, default, values);
    }

    /// <summary>A tensor around <paramref name="bytes"/>, which are not copied and must not change while the tensor is in use.</summary>
    /// <exception cref="ArgumentException">The number of bytes is not that of shape and element type, or the type is string.</exception>
    public static Tensor Wrap(ElementType elementType, TensorShape shape, ReadOnlyMemory<byte> bytes)
    {
        var size = elementType.SizeInBytes();
        if (size == 0)
        {
            throw new ArgumentException("a tensor of strings is not made of bytes", nameof(elementType));
        }

        if (bytes.Length != (Int128)shape.ElementCount * size)
        {
            throw new ArgumentException(
                $"{bytes.Length} bytes do not fill a tensor {elementType} {shape}, which takes {(Int128)shape.ElementCount * size}", nameof(bytes));
        }

        return new Tensor(elementType, shape, bytes, default);
    }

    /// <summary>The elements in row-major order, without a copy.</summary>
    /// <exception cref="InvalidOperationException">The elements are not of <typeparamref name="T"/>.</exception>
    public ReadOnlySpan<T> AsSpan<T>()
        where T : unmanaged
    {
        if (ElementTypes.Of<T>() != ElementType)
        {
            throw new InvalidOperationException($"a tensor of {ElementType} was read as {ElementTypes.Of<T>()}");
        }

        return MemoryMarshal.Cast<byte, T>(_bytes.Span);
    }

    /// <summary>The same elements under another shape, without a copy.</summary>
    /// <exception cref="ArgumentException">The shapes have different numbers of elements.</exception>
    public Tensor Reshape(TensorShape shape)
    {
        RequireCount(Shape.ElementCount, shape, nameof(shape));
        return new Tensor(ElementType, shape, _bytes, _strings);
    }

    /// <summary>Rows <paramref name="start"/> to <paramref name="start"/> + <paramref name="length"/> of the first dimension, without a copy.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The rows lie outside the tensor.</exception>
    public Tensor Rows(long start, long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        if (Shape.Rank == 0 || start + length > Shape[0])
        {
            throw new ArgumentOutOfRangeException(nameof(length), $"rows {start} to {start + length} of a tensor {Shape}");
        }

        var shape = Shape.WithFirst(length);
        var width = Shape[0] == 0 ? 0 : Shape.ElementCount / Shape[0];
        if (ElementType == ElementType.String)
        {
            return new Tensor(ElementType, shape, default, _strings.Slice(checked((int)(start * width)), checked((int)(length * width))));
        }

        var size = ElementType.SizeInBytes();
        return new Tensor(ElementType, shape, _bytes.Slice(checked((int)(start * width * size)), checked((int)(length * width * size))), default);
    }

    /// <summary>Whether both have the same type, shape and elements, bit for bit.</summary>
    public bool Equals(Tensor? other) =>
        other is not null && ElementType == other.ElementType && Shape == other.Shape
        && _bytes.Span.SequenceEqual(other._bytes.Span) && _strings.Span.SequenceEqual(other._strings.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Tensor);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(ElementType, Shape);

    /// <summary>Type and shape, such as <c>Float32 [1, 10]</c>.</summary>
    public override string ToString() => $"{ElementType} {Shape}";

    private static void RequireCount(long count, TensorShape shape, string name, [CallerMemberName] string? caller = null)
    {
        if (count != shape.ElementCount)
        {
            throw new ArgumentException($"{caller}: {count} values do not fill a tensor {shape}, which takes {shape.ElementCount}", name);
        }
    }
}
