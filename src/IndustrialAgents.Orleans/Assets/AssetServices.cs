using IndustrialAgents.Assets;
using IndustrialAgents.Orleans.Streams;
using Microsoft.Extensions.Options;

namespace IndustrialAgents.Orleans.Assets;

/// <summary>What all assets of a silo use: one reference an asset instead of many, since there may be a hundred thousand.</summary>
internal sealed class AssetServices(
    IRowLog rows,
    SharedSettings settings,
    AssetDetectors detectors,
    IRouter router,
    ClusterEvents events,
    ClusterMetrics metrics,
    IOptions<ClusterOptions> options,
    TimeProvider time)
{
    /// <summary>Stores rows.</summary>
    public IRowLog Rows { get; } = rows;

    /// <summary>Shares settings.</summary>
    public SharedSettings Settings { get; } = settings;

    /// <summary>Makes detectors.</summary>
    public AssetDetectors Detectors { get; } = detectors;

    /// <summary>Says what is behind an alarm.</summary>
    public IRouter Router { get; } = router;

    /// <summary>Publishes incidents.</summary>
    public ClusterEvents Events { get; } = events;

    /// <summary>Counts rows.</summary>
    public ClusterMetrics Metrics { get; } = metrics;

    /// <summary>The clock that rows may not run ahead of.</summary>
    public TimeProvider Time { get; } = time;

    /// <summary>The limits.</summary>
    public ClusterOptions Options { get; } = options.Value;
}
