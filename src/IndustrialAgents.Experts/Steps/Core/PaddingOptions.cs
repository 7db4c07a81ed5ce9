namespace IndustrialAgents.Experts;

/// <summary>How the step <c>window</c> fills up a series that is shorter than the model's; what it adds stands before the series.</summary>
internal sealed record PaddingOptions
{
    /// <summary>What is put there.</summary>
    public required PaddingValue With { get; init; }

    /// <summary>The window becomes a multiple of this, such as the length of the model's patches.</summary>
    public int Multiple { get; init; } = 1;
}
