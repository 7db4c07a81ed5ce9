namespace IndustrialAgents.Experts;

/// <summary>Options of the input step <c>tensor</c>.</summary>
internal sealed record TensorStepOptions
{
    /// <summary>The model's input; by default the one of the request input's name, or else the first that has nothing yet.</summary>
    public string? Input { get; init; }

    /// <summary>How elements of another type are converted.</summary>
    public TensorCastMode Cast { get; init; }
}
