namespace IndustrialAgents.Gateway.Endpoints;

/// <summary>Whether the server takes requests.</summary>
internal sealed record ServerReadiness(bool Ready);
