namespace IndustrialAgents.Experts;

/// <summary>Options of the output step <c>regression</c>.</summary>
internal sealed record RegressionStepOptions
{
    /// <summary>The model's output <c>[row, column]</c>; null for its first.</summary>
    public string? Output { get; init; }

    /// <summary>The quantities, at least one.</summary>
    public IReadOnlyList<RegressionQuantity> Quantities { get; init; } = [];
}
