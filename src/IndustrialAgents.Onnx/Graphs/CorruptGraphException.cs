namespace IndustrialAgents.Onnx.Graphs;

/// <summary>Bytes that were to be an ONNX model are not one, or not a consistent one.</summary>
public sealed class CorruptGraphException(string message, Exception? inner = null) : IndustrialAgentsException(message, inner);
