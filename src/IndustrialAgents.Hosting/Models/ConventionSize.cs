using System.Text.Json.Nodes;

namespace IndustrialAgents.Hosting;

/// <summary>Where a size comes from that a model leaves open.</summary>
internal sealed record ConventionSize
{
    /// <summary>Path in the repository's <c>config.json</c>, with dots.</summary>
    public string? Config { get; init; }

    /// <summary>What holds where the configuration does not say: a number, or a list.</summary>
    public required JsonNode Default { get; init; }

    /// <summary>The dimension that it belongs to, and is open with; null for the one of its own name.</summary>
    public string? Of { get; init; }
}
