namespace IndustrialAgents.Gateway.Endpoints;

/// <summary>A tensor, for the OpenAPI document.</summary>
internal sealed record InferenceTensor(
    string Name, string Datatype, IReadOnlyList<long> Shape, IReadOnlyDictionary<string, object>? Parameters, IReadOnlyList<object>? Data);
