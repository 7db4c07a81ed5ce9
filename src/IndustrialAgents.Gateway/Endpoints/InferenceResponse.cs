using System.Text.Json.Serialization;

namespace IndustrialAgents.Gateway.Endpoints;

/// <summary>An inference response, for the OpenAPI document.</summary>
internal sealed record InferenceResponse(
    [property: JsonPropertyName("model_name")] string ModelName,
    [property: JsonPropertyName("model_version")] string? ModelVersion,
    string? Id,
    IReadOnlyDictionary<string, object>? Parameters,
    IReadOnlyList<InferenceTensor> Outputs);
