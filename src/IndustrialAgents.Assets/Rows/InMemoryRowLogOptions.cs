namespace IndustrialAgents.Assets;

/// <summary>Bounds of an <see cref="InMemoryRowLog"/>.</summary>
public sealed record InMemoryRowLogOptions
{
    /// <summary>The most assets; rows of further ones are refused.</summary>
    public int MaxAssets { get; init; } = 100_000;

    /// <summary>The most rows kept an asset; the oldest go first.</summary>
    public int MaxRowsPerAsset { get; init; } = 1024;
}
