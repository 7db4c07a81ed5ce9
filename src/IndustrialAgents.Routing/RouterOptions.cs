namespace IndustrialAgents.Routing;

/// <summary>How a <see cref="Router"/> works. Checked by <see cref="RouterOptionsValidator"/>.</summary>
public sealed record RouterOptions
{
    /// <summary>Name of the route that is there without being configured.</summary>
    public const string DefaultRouteName = "default";

    /// <summary>The routes by name.</summary>
    public IReadOnlyDictionary<string, RouteOptions> Routes { get; init; } =
        new Dictionary<string, RouteOptions> { [DefaultRouteName] = new() };

    /// <summary>The route of requests that name none.</summary>
    public string DefaultRoute { get; init; } = DefaultRouteName;

    /// <summary>The largest request that is accepted.</summary>
    public RequestLimits Limits { get; init; } = RequestLimits.Default;

    /// <summary>The most requests in flight; more are refused with <see cref="OverloadedException"/>.</summary>
    public int MaxInFlight { get; init; } = 1024;

    /// <summary>
    /// The most calls of one expert that may still run after their request's deadline; beyond it the expert is not called until some end.
    /// </summary>
    public int MaxAbandonedCalls { get; init; } = 32;

    /// <summary>The gate's learning rate η: how strongly past loss lowers a score.</summary>
    public double LearningRate { get; init; } = 6;

    /// <summary>Weight γ, above 0 and at most 1, that a past loss keeps with each newer one of the same expert and context.</summary>
    public double Forgetting { get; init; } = 0.98;

    /// <summary>Loss, 0 to 1, assumed of an expert before any feedback.</summary>
    public double PriorLoss { get; init; } = 0.5;

    /// <summary>How many observed losses the coarser context's loss is worth in a finer one.</summary>
    public double PriorStrength { get; init; } = 4;

    /// <summary>The most combinations of task, asset and regime whose losses are kept apart; later ones share their coarser context's.</summary>
    public int MaxContexts { get; init; } = 100_000;
}
