namespace IndustrialAgents;

/// <summary>One input an expert needs from a request.</summary>
public sealed record ManifestInput
{
    /// <summary>Kind of the input.</summary>
    public required Modality Kind { get; init; }

    /// <summary>Name of the request's input, where it must be that one; null for the first of its kind.</summary>
    public string? Name { get; init; }

    /// <summary>Whether the expert answers without it.</summary>
    public bool Optional { get; init; }

    /// <summary>How it becomes the model's inputs; null where the expert is code.</summary>
    public ManifestStep? Preprocess { get; init; }
}
