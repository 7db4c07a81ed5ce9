namespace IndustrialAgents.Gateway.Endpoints;

/// <summary>An output asked for, for the OpenAPI document.</summary>
internal sealed record InferenceOutput(string Name, IReadOnlyDictionary<string, object>? Parameters);
