namespace IndustrialAgents.Routing;

/// <summary>Names a context that losses are kept by: a task, then an asset or one that holds it, then a regime.</summary>
/// <param name="Task">The task.</param>
/// <param name="Asset">The asset; null for all.</param>
/// <param name="Regime">The regime; null for all.</param>
public readonly record struct LossContext(ExpertTask Task, AssetPath? Asset = null, string? Regime = null)
{
    /// <summary>The next coarser context; null for a whole task.</summary>
    public LossContext? Coarser =>
        Regime is not null ? this with { Regime = null }
        : Asset is { } asset ? this with { Asset = asset.Parent }
        : null;
}
