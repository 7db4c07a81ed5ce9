namespace IndustrialAgents.Experts;

/// <summary>One revision of a repository: nothing of it changes any more.</summary>
/// <param name="Repository">Name of the repository, such as <c>amazon/chronos-bolt-small</c>.</param>
/// <param name="Commit">The commit in hex digits; null for a plain folder.</param>
/// <param name="Files">Its files, in the hub's order.</param>
public sealed record HubModel(string Repository, string? Commit, IReadOnlyList<HubFile> Files)
{
    /// <summary>Where it comes from, for people and manifests.</summary>
    public required string Source { get; init; }

    /// <summary>The licence that its card names; null where it names none.</summary>
    public HubLicense? License { get; init; }

    /// <summary>Whether its conditions must be accepted on the hub before files are given out.</summary>
    public bool IsGated { get; init; }
}
