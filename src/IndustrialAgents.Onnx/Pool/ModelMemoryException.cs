namespace IndustrialAgents.Onnx;

/// <summary>A model does not fit into its device's budget: it is larger, or the rest is in use.</summary>
public sealed class ModelMemoryException(string message) : IndustrialAgentsException(message);
