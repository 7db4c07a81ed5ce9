namespace IndustrialAgents.Gateway.Inference;

/// <summary>An output has a value that JSON cannot say.</summary>
/// <param name="index">Index of the element.</param>
internal sealed class NotFiniteException(int index) : Exception($"element {index} is not a finite number")
{
    /// <summary>Index of the element.</summary>
    public int Index { get; } = index;
}
