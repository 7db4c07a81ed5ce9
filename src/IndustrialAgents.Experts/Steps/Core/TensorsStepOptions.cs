namespace IndustrialAgents.Experts;

/// <summary>Options of the output step <c>tensors</c>.</summary>
internal sealed record TensorsStepOptions
{
    /// <summary>Names of the outputs; empty for all.</summary>
    public IReadOnlyList<string> Outputs { get; init; } = [];
}
