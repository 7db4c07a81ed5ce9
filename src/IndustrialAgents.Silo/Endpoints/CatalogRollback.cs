namespace IndustrialAgents.Silo.Endpoints;

/// <summary>Where the catalogue is to go back to.</summary>
/// <param name="Version">The earlier version.</param>
internal sealed record CatalogRollback(long Version);
