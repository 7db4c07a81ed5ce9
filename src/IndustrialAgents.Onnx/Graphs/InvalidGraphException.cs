namespace IndustrialAgents.Onnx.Graphs;

/// <summary>A graph that is being built or edited breaks a rule of ONNX; the message names the value or node and the remedy.</summary>
public sealed class InvalidGraphException(string message, Exception? inner = null) : IndustrialAgentsException(message, inner);
