using System.Globalization;

namespace IndustrialAgents.Onnx;

/// <summary>One dimension that a model declares.</summary>
/// <param name="Length">The length, or null where the model leaves it open.</param>
/// <param name="Symbol">The name of an open dimension, such as <c>batch_size</c>; null where it has none. A symbol is a hint, no promise.</param>
public readonly record struct OnnxDimension(long? Length, string? Symbol)
{
    /// <summary>The length, the symbol, or <c>?</c>.</summary>
    public override string ToString() => Length?.ToString(CultureInfo.InvariantCulture) ?? Symbol ?? "?";
}
