namespace IndustrialAgents.Experts;

/// <summary>The licence that a model's card names.</summary>
/// <param name="Id">Identifier, such as <c>apache-2.0</c>, or <c>other</c>.</param>
public sealed record HubLicense(string Id)
{
    /// <summary>Name of a licence that has no identifier; null where none is given.</summary>
    public string? Name { get; init; }

    /// <summary>Where the licence's text is, a file of the repository or an address; null where none is given.</summary>
    public string? Link { get; init; }

    /// <summary>The licence in one line.</summary>
    public override string ToString() => (Name ?? Id) + (Link is null ? "" : $" ({Link})");
}
