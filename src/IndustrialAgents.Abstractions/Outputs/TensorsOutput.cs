namespace IndustrialAgents;

/// <summary>Outputs of a model as they are.</summary>
/// <param name="Tensors">The tensors by the model's own names.</param>
public sealed record TensorsOutput(IReadOnlyDictionary<string, Tensor> Tensors) : ExpertOutput;
