namespace IndustrialAgents.Experts;

/// <summary>Options of the frequency category that a <see cref="WindowStep"/> gives beside the window.</summary>
internal sealed record FrequencyOptions
{
    /// <summary>The model's input, an integer or floating-point number a row: <c>[row, 1]</c>, or <c>[row]</c> where the model declares one dimension.</summary>
    public required string Input { get; init; }

    /// <summary>How the model numbers sample periods.</summary>
    public FrequencyCategories Categories { get; init; }
}
