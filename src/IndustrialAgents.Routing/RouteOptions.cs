namespace IndustrialAgents.Routing;

/// <summary>A named policy: which experts may run for a request, how many, how long, at what cost, and when the answer abstains.</summary>
public sealed record RouteOptions
{
    /// <summary>Experts that may run, by name or <c>name@version</c>; empty allows all.</summary>
    public IReadOnlyList<string> Experts { get; init; } = [];

    /// <summary>How many experts run side by side. One that fails gives its place to the next.</summary>
    public int TopK { get; init; } = 4;

    /// <summary>The longest a request may take; a request's own deadline can only shorten it. Null for no limit.</summary>
    public TimeSpan? Deadline { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The most that all experts of a request together may cost, in the unit of the manifests; null for no limit.</summary>
    public double? MaxCost { get; init; }

    /// <summary>Confidence, 0 to 1, below which the answer abstains; 0 never does. A request's own level replaces it.</summary>
    public double AbstainBelow { get; init; }
}
