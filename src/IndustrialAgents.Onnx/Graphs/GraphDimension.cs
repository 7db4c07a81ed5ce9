using System.Globalization;

namespace IndustrialAgents.Onnx.Graphs;

/// <summary>
/// One dimension of a declared shape: a length, a symbol such as <c>batch</c> that stands for the same length wherever it is written,
/// or neither, where the model does not say. Converts from <see cref="long"/> and <see cref="string"/>.
/// </summary>
public readonly record struct GraphDimension
{
    private readonly bool _known;

    /// <summary>A dimension of a fixed length.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is negative.</exception>
    public GraphDimension(long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Value = length;
        _known = true;
    }

    /// <summary>A dimension known by a symbol.</summary>
    /// <exception cref="ArgumentException"><paramref name="symbol"/> is empty.</exception>
    public GraphDimension(string symbol)
    {
        ArgumentException.ThrowIfNullOrEmpty(symbol);
        Symbol = symbol;
    }

    private long Value { get; }

    /// <summary>The length where it is fixed, null where it is not.</summary>
    public long? Length => _known ? Value : null;

    /// <summary>The symbol, null where the length is fixed or nothing is known.</summary>
    public string? Symbol { get; }

    /// <summary>A dimension of a fixed length.</summary>
    public static implicit operator GraphDimension(long length) => new(length);

    /// <summary>A dimension known by a symbol.</summary>
    public static implicit operator GraphDimension(string symbol) => new(symbol);

    /// <summary>A dimension of a fixed length.</summary>
    public static GraphDimension FromInt64(long length) => new(length);

    /// <summary>A dimension known by a symbol.</summary>
    public static GraphDimension FromString(string symbol) => new(symbol);

    /// <summary>The length, the symbol, or <c>?</c>.</summary>
    public override string ToString() => Length?.ToString(CultureInfo.InvariantCulture) ?? Symbol ?? "?";
}
