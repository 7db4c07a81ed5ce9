namespace IndustrialAgents.Gateway.Endpoints;

/// <summary>An error in the protocol's form.</summary>
internal sealed record InferenceError(string Error);
