using System.Runtime.InteropServices;

namespace IndustrialAgents;

/// <summary>
/// Dimensions of a tensor, outermost first; a scalar has none. Immutable and compared by value.
/// </summary>
public readonly struct TensorShape : IEquatable<TensorShape>
{
    private readonly long[]? _dimensions;
    private readonly long _elementCount;

    /// <summary>Copies <paramref name="dimensions"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A dimension is negative or their product exceeds <see cref="long.MaxValue"/>.</exception>
    public TensorShape(params ReadOnlySpan<long> dimensions)
    {
        long count = 1;
        foreach (var dimension in dimensions)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(dimension, nameof(dimensions));
            try
            {
                count = checked(count * dimension);
            }
            catch (OverflowException)
            {
                throw new ArgumentOutOfRangeException(nameof(dimensions), $"the product of [{string.Join(", ", dimensions.ToArray())}] is too large");
            }
        }

        _dimensions = dimensions.ToArray();
        _elementCount = count;
    }

    /// <summary>The dimensions, outermost first.</summary>
    public ReadOnlySpan<long> Dimensions => _dimensions;

    /// <summary>Number of dimensions.</summary>
    public int Rank => Dimensions.Length;

    /// <summary>Product of the dimensions; 1 for a scalar.</summary>
    public long ElementCount => _dimensions is null ? 1 : _elementCount;

    /// <summary>Length of dimension <paramref name="index"/>.</summary>
    public long this[int index] => Dimensions[index];

    /// <summary>The shape with its first dimension replaced.</summary>
    /// <exception cref="InvalidOperationException">The shape is a scalar's.</exception>
    public TensorShape WithFirst(long length)
    {
        if (Rank == 0)
        {
            throw new InvalidOperationException("a scalar has no first dimension");
        }

        var dimensions = Dimensions.ToArray();
        dimensions[0] = length;
        return new TensorShape(dimensions);
    }

    /// <inheritdoc/>
    public bool Equals(TensorShape other) => Dimensions.SequenceEqual(other.Dimensions);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is TensorShape other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(MemoryMarshal.AsBytes(Dimensions));
        return hash.ToHashCode();
    }

    /// <summary>Whether both shapes have the same dimensions.</summary>
    public static bool operator ==(TensorShape left, TensorShape right) => left.Equals(right);

    /// <summary>Whether the shapes differ.</summary>
    public static bool operator !=(TensorShape left, TensorShape right) => !left.Equals(right);

    /// <summary>The dimensions as <c>[1, 3, 224, 224]</c>.</summary>
    public override string ToString() => $"[{string.Join(", ", Dimensions.ToArray())}]";
}
