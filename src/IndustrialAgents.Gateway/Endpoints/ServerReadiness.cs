namespace IndustrialAgents.Gateway.Endpoints;

/// <summary>Whether the server takes requests, and if not, why.</summary>
internal sealed record ServerReadiness(bool Ready, string? Reason = null);
