namespace IndustrialAgents.Gateway.Endpoints;

/// <summary>What it says of a model's input or output.</summary>
internal sealed record TensorMetadata(string Name, string Datatype, IReadOnlyList<long> Shape);
