namespace IndustrialAgents.Orleans;

/// <summary>Names of the stores that the host of a silo provides.</summary>
public static class ClusterStorage
{
    /// <summary>Grain storage of all grains here.</summary>
    public const string Grains = "ia";

    /// <summary>Grain storage of the stream provider's subscriptions.</summary>
    public const string Subscriptions = "PubSubStore";

    /// <summary>
    /// Key of an <see cref="IDecisionStore"/> that one grain writes to for all silos: where not every silo can write to the store itself.
    /// </summary>
    public const string SingleWriter = "ia-single-writer";
}
