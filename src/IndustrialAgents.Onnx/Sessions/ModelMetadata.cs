namespace IndustrialAgents.Onnx;

/// <summary>What a model says about itself.</summary>
public sealed record ModelMetadata
{
    /// <summary>The software that wrote the model; empty where it does not say.</summary>
    public string Producer { get; init; } = "";

    /// <summary>Name of the main graph.</summary>
    public string GraphName { get; init; } = "";

    /// <summary>Description of the main graph.</summary>
    public string GraphDescription { get; init; } = "";

    /// <summary>Reverse-DNS name space of the model.</summary>
    public string Domain { get; init; } = "";

    /// <summary>Description of the model.</summary>
    public string Description { get; init; } = "";

    /// <summary>The model's version number; <see cref="long.MaxValue"/> as ONNX Runtime reports it where the model has none, or 0.</summary>
    public long Version { get; init; }

    /// <summary>The model's own entries (<c>metadata_props</c>).</summary>
    public IReadOnlyDictionary<string, string> Custom { get; init; } = new Dictionary<string, string>();
}
