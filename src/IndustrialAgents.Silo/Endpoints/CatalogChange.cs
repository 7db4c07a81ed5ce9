namespace IndustrialAgents.Silo.Endpoints;

/// <summary>What is to change about an expert in the catalogue.</summary>
/// <param name="Share">Share of requests, 0 to 1, that go to it; null leaves it.</param>
/// <param name="Enabled">Whether the router may ask it; null leaves it.</param>
internal sealed record CatalogChange(double? Share = null, bool? Enabled = null);
