namespace IndustrialAgents.Orleans;

/// <summary>One expert in the catalogue.</summary>
/// <param name="Manifest">What it is, needs and costs.</param>
/// <param name="Enabled">Whether the router may ask it.</param>
/// <param name="Share">Share of requests, 0 to 1, that go to this version rather than to the next lower enabled one of its name.</param>
[GenerateSerializer, Immutable, Alias("ia.catalog-entry")]
public sealed record CatalogEntry([property: Id(0)] Manifest Manifest, [property: Id(1)] bool Enabled = true, [property: Id(2)] double Share = 1);
