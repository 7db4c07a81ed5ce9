namespace IndustrialAgents.Hosting;

/// <summary>A file beside the model that a convention needs: looked for beside the model, then at the repository's root.</summary>
internal sealed record ConventionFile
{
    /// <summary>Its path there.</summary>
    public required string Path { get; init; }

    /// <summary>Whether the repository may lack it.</summary>
    public bool Optional { get; init; }

    /// <summary>Whether it is only read to write the manifest, and is no file of the expert.</summary>
    public bool Settings { get; init; }
}
