namespace IndustrialAgents.Orleans;

/// <summary>One expert in the catalogue.</summary>
/// <param name="Manifest">What it is, needs and costs.</param>
/// <param name="Enabled">Whether the router may ask it.</param>
/// <param name="Share">Share of requests, 0 to 1, that go to this version rather than to the next lower enabled one of its name.</param>
public sealed record CatalogEntry(Manifest Manifest, bool Enabled = true, double Share = 1);
