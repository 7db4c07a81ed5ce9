namespace IndustrialAgents.Gateway.Endpoints;

/// <summary>What the Open Inference Protocol says of the server.</summary>
internal sealed record ServerMetadata(string Name, string Version, IReadOnlyList<string> Extensions);
