namespace IndustrialAgents.Gateway.Endpoints;

/// <summary>An inference request, for the OpenAPI document: requests are read without it.</summary>
internal sealed record InferenceRequest(
    string? Id, IReadOnlyDictionary<string, object>? Parameters, IReadOnlyList<InferenceTensor> Inputs, IReadOnlyList<InferenceOutput>? Outputs);
