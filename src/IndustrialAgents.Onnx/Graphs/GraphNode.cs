namespace IndustrialAgents.Onnx.Graphs;

/// <summary>One operator of a graph, as read.</summary>
/// <param name="Name">Name of the node, often empty.</param>
/// <param name="OpType">Operator, such as <c>MatMul</c>.</param>
/// <param name="Domain">Operator set; empty for ONNX's own.</param>
/// <param name="Inputs">Names of the values it takes; empty where an optional one is absent.</param>
/// <param name="Outputs">Names of the values it makes; empty where an optional one is absent.</param>
/// <param name="Attributes">Attributes by name.</param>
public sealed record GraphNode(
    string Name,
    string OpType,
    string Domain,
    IReadOnlyList<string> Inputs,
    IReadOnlyList<string> Outputs,
    IReadOnlyDictionary<string, GraphAttribute> Attributes);
