namespace IndustrialAgents.Experts.Vision.Textures;

/// <summary>How <see cref="TextureClassifier"/> fits and what it calls the result.</summary>
public sealed record TextureClassifierOptions
{
    /// <summary>Name of the expert.</summary>
    public string Name { get; init; } = "textures";

    /// <summary>Version of the expert.</summary>
    public string Version { get; init; } = "1.0";

    /// <summary>One sentence for people; null for one that names the classes.</summary>
    public string? Description { get; init; }

    /// <summary>Side in pixels to which pictures are brought, at least <see cref="TextureGraph.MinSide"/>.</summary>
    public int Side { get; init; } = 200;

    /// <summary>Parts of the pictures that are held out in turn to choose ridge strength and temperature, at least 2.</summary>
    public int Folds { get; init; } = 5;

    /// <summary>Maps a label to the failure mode it speaks for.</summary>
    public IReadOnlyDictionary<string, string> FailureModes { get; init; } = new Dictionary<string, string>();

    /// <summary>Assets the expert is meant for; empty for all.</summary>
    public IReadOnlyList<AssetPath> Assets { get; init; } = [];
}
