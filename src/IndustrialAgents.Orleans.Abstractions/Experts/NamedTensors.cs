namespace IndustrialAgents.Orleans;

/// <summary>Tensors by the names of a model's inputs or outputs. Immutable and thread-safe.</summary>
/// <param name="Tensors">The tensors.</param>
[GenerateSerializer, Immutable, Alias("ia.tensors")]
public sealed record NamedTensors([property: Id(0)] IReadOnlyDictionary<string, Tensor> Tensors);
