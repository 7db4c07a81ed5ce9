using System.Text.Json.Serialization;

namespace IndustrialAgents.Gateway.Endpoints;

/// <summary>What the Open Inference Protocol says of the server.</summary>
internal sealed record ServerMetadata(string Name, string Version, IReadOnlyList<string> Extensions);

/// <summary>What it says of a model.</summary>
internal sealed record ModelMetadata(
    string Name, IReadOnlyList<string> Versions, string Platform, IReadOnlyList<TensorMetadata> Inputs, IReadOnlyList<TensorMetadata> Outputs);

/// <summary>What it says of a model's input or output.</summary>
internal sealed record TensorMetadata(string Name, string Datatype, IReadOnlyList<long> Shape);

/// <summary>Whether a model can be run.</summary>
internal sealed record ModelReadiness(string Name, bool Ready);

/// <summary>Whether the server is up.</summary>
internal sealed record ServerLiveness(bool Live);

/// <summary>Whether the server takes requests.</summary>
internal sealed record ServerReadiness(bool Ready);

/// <summary>An error in the protocol's form.</summary>
internal sealed record InferenceError(string Error);

/// <summary>An inference request, for the OpenAPI document: requests are read without it.</summary>
internal sealed record InferenceRequest(
    string? Id, IReadOnlyDictionary<string, object>? Parameters, IReadOnlyList<InferenceTensor> Inputs, IReadOnlyList<InferenceOutput>? Outputs);

/// <summary>An output asked for, for the OpenAPI document.</summary>
internal sealed record InferenceOutput(string Name, IReadOnlyDictionary<string, object>? Parameters);

/// <summary>A tensor, for the OpenAPI document.</summary>
internal sealed record InferenceTensor(
    string Name, string Datatype, IReadOnlyList<long> Shape, IReadOnlyDictionary<string, object>? Parameters, IReadOnlyList<object>? Data);

/// <summary>An inference response, for the OpenAPI document.</summary>
internal sealed record InferenceResponse(
    [property: JsonPropertyName("model_name")] string ModelName,
    [property: JsonPropertyName("model_version")] string? ModelVersion,
    string? Id,
    IReadOnlyDictionary<string, object>? Parameters,
    IReadOnlyList<InferenceTensor> Outputs);
