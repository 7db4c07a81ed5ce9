namespace IndustrialAgents.Experts;

/// <summary>Options of the mask that a <see cref="WindowStep"/> gives beside the window.</summary>
internal sealed record MaskOptions
{
    /// <summary>
    /// The model's input, of any number type or bool: <c>[row, time]</c>, where a sample is real if one of the row's channels is, or of the
    /// window's own form where the model declares three dimensions.
    /// </summary>
    public required string Input { get; init; }

    /// <summary>What is 1.</summary>
    public MaskMarks Marks { get; init; }

    /// <summary>Samples after the window, real by definition, that the mask covers as well: the horizon of models that decode in place.</summary>
    public int After { get; init; }
}
