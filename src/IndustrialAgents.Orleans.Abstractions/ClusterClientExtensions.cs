namespace IndustrialAgents.Orleans;

/// <summary>The cluster's grains by what they are, for a client (<see cref="IClusterClient"/>) as well as within a silo. All members are thread-safe.</summary>
public static class ClusterClientExtensions
{
    /// <summary>Name of the route that is taken where none is named.</summary>
    public const string DefaultRoute = "default";

    /// <summary>The router of a route; see <see cref="ClusterRouter"/> for code that is written against <see cref="IRouter"/>.</summary>
    /// <exception cref="ArgumentException">The route has no name.</exception>
    public static IRouterGrain Router(this IGrainFactory grains, string route = DefaultRoute)
    {
        ArgumentException.ThrowIfNullOrEmpty(route);
        return grains.GetGrain<IRouterGrain>(route);
    }

    /// <summary>The catalogue of experts.</summary>
    public static ICatalogGrain Catalog(this IGrainFactory grains) => grains.GetGrain<ICatalogGrain>(ICatalogGrain.Key);

    /// <summary>The agent that watches an asset.</summary>
    /// <exception cref="ArgumentException">The path is the empty one.</exception>
    public static IAssetGrain Asset(this IGrainFactory grains, AssetPath asset)
    {
        var key = asset.ToString();
        return key.Length > 0 ? grains.GetGrain<IAssetGrain>(key) : throw new ArgumentException("the path of no asset; write enterprise/site/area/line/cell", nameof(asset));
    }

    /// <summary>One expert, asked past the router.</summary>
    /// <exception cref="ArgumentException">The id is the empty one.</exception>
    public static IExpertGrain Expert(this IGrainFactory grains, ExpertId expert) =>
        expert.Name is not null ? grains.GetGrain<IExpertGrain>(expert.ToString()) : throw new ArgumentException("the id of no expert; write name@version", nameof(expert));

    /// <summary>The stored decisions.</summary>
    public static IDecisionsGrain Decisions(this IGrainFactory grains) => grains.GetGrain<IDecisionsGrain>(IDecisionsGrain.Key);
}
