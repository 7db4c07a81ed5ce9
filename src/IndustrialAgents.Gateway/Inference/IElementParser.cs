namespace IndustrialAgents.Gateway.Inference;

/// <summary>Parses one element of a JSON array. A static interface, so that the loop over an array is compiled for each type.</summary>
internal interface IElementParser<T>
{
    /// <summary>Parses the element at <paramref name="position"/> and moves behind it.</summary>
    /// <returns>False where there is no such element, or where it does not fit the type; the position is then left at its start.</returns>
    static abstract bool TryParse(ReadOnlySpan<byte> json, ref int position, out T value);
}
