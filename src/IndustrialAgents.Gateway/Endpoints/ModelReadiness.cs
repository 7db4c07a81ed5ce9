namespace IndustrialAgents.Gateway.Endpoints;

/// <summary>Whether a model can be run.</summary>
internal sealed record ModelReadiness(string Name, bool Ready);
