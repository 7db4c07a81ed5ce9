namespace IndustrialAgents.Gateway.Endpoints;

/// <summary>Whether the server is up.</summary>
internal sealed record ServerLiveness(bool Live);
