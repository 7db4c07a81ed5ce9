namespace IndustrialAgents.Orleans;

/// <summary>
/// What all routers of the cluster have learned together; one activation in the cluster. Routers bring what they learned since they last came
/// and take what the others learned; requests do not wait for it.
/// </summary>
[Alias("ia.route-statistics")]
public interface IRouteStatisticsGrain : IGrainWithStringKey
{
    /// <summary>The only key.</summary>
    const string Key = "default";

    /// <summary>
    /// Takes in what one router learned and returns what all have. The same delta sent twice counts once. It is stored within seconds; what is
    /// lost before that is learned again from the stored feedback, as is what no router brings.
    /// </summary>
    /// <exception cref="InvalidRequestException">The delta is damaged.</exception>
    [Alias("merge")]
    ValueTask<RouteStatistics> MergeAsync(RouteDelta delta);
}
