namespace IndustrialAgents.Orleans;

/// <summary>Names of the streams that the cluster publishes on.</summary>
public static class ClusterStreams
{
    /// <summary>Name of the stream provider.</summary>
    public const string Provider = "industrial-agents";

    /// <summary>Namespace of incidents: items are <see cref="AssetIncident"/>, the key is the first segment of the asset's path.</summary>
    public const string Incidents = "ia.incidents";

    /// <summary>Namespace of answers: items are <see cref="Answer"/>, the key is the route.</summary>
    public const string Answers = "ia.answers";

    /// <summary>Namespace of catalogue changes: items are <see cref="Catalog"/>, the key is <see cref="ICatalogGrain.Key"/>.</summary>
    public const string CatalogChanges = "ia.catalog";
}
