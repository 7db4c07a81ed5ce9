namespace IndustrialAgents.Orleans;

/// <summary>Tensors by the names of a model's inputs or outputs. Immutable and thread-safe.</summary>
/// <param name="Tensors">The tensors.</param>
public sealed record NamedTensors(IReadOnlyDictionary<string, Tensor> Tensors);
