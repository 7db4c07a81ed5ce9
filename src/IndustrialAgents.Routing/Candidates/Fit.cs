namespace IndustrialAgents.Routing;

/// <summary>The first thing that keeps an expert from being a candidate, in the order they are checked.</summary>
internal enum Fit
{
    /// <summary>It does not answer the task.</summary>
    Task,

    /// <summary>The request lacks an input it needs.</summary>
    Inputs,

    /// <summary>It is meant for other assets.</summary>
    Asset,

    /// <summary>The constraints or the route name others.</summary>
    Names,

    /// <summary>It does not run on an allowed tier.</summary>
    Tiers,

    /// <summary>It costs more than may be spent.</summary>
    Cost,

    /// <summary>Nothing.</summary>
    Fits,
}
