using IndustrialAgents.Onnx.Graphs.Protocol;

namespace IndustrialAgents.Onnx.Graphs;

public sealed partial class GraphBuilder
{
    /// <summary>Adds a node of ONNX's own operator set with one output.</summary>
    /// <param name="opType">Operator, such as <c>MatMul</c>.</param>
    /// <param name="inputs">Values it takes; <see cref="GraphTensor.None"/> for an optional one that is left out.</param>
    /// <param name="attributes">Attributes by name.</param>
    /// <param name="name">Name of the output; null lets the builder choose.</param>
    /// <exception cref="InvalidGraphException">An input is unknown, the name taken, or an attribute given twice.</exception>
    public GraphTensor Node(
        string opType, ReadOnlySpan<GraphTensor> inputs, ReadOnlySpan<(string Name, GraphAttribute Value)> attributes = default, string? name = null) =>
        Node(opType, inputs, [name ?? Unused(Stem(opType))], attributes)[0];

    /// <summary>Adds a node of any operator set.</summary>
    /// <param name="opType">Operator.</param>
    /// <param name="inputs">Values it takes; <see cref="GraphTensor.None"/> for an optional one that is left out.</param>
    /// <param name="outputs">Names of the values it makes; empty for an optional one that is not wanted.</param>
    /// <param name="attributes">Attributes by name.</param>
    /// <param name="domain">Operator set: empty for ONNX's own, <c>ai.onnx.ml</c>, or one imported with <see cref="Opset"/>.</param>
    /// <exception cref="InvalidGraphException">An input is unknown, an output's name taken, an attribute given twice, or the operator set not imported.</exception>
    public GraphTensor[] Node(
        string opType,
        ReadOnlySpan<GraphTensor> inputs,
        ReadOnlySpan<string> outputs,
        ReadOnlySpan<(string Name, GraphAttribute Value)> attributes = default,
        string domain = "")
    {
        if (string.IsNullOrEmpty(opType))
        {
            throw new InvalidGraphException("a node needs an operator");
        }

        RequireImported(domain, opType);
        var node = new NodeProto { Name = Unused($"node_{Stem(opType)}"), OpType = opType };
        if (domain.Length > 0)
        {
            node.Domain = domain;
        }

        foreach (var input in inputs)
        {
            if (input != GraphTensor.None)
            {
                RequireKnown(input, $"an input of {opType}");
            }

            node.Input.Add(input.Name);
        }

        foreach (var (attribute, value) in attributes)
        {
            if (node.Attribute.Any(a => a.Name == attribute))
            {
                throw new InvalidGraphException($"{opType} is given the attribute '{attribute}' twice");
            }

            node.Attribute.Add(value.ToProto(attribute));
        }

        var made = new GraphTensor[outputs.Length];
        for (var i = 0; i < outputs.Length; i++)
        {
            if (outputs[i].Length > 0)
            {
                Define(outputs[i], $"output of {opType}");
            }

            node.Output.Add(outputs[i]);
            made[i] = new GraphTensor(outputs[i]);
        }

        _nodeNames.Add(node.Name);
        Graph.Node.Add(node);
        return made;
    }

    private static string Stem(string opType) => opType.ToLowerInvariant();

    private void RequireImported(string domain, string opType)
    {
        if (domain == MachineLearningDomain && _model.OpsetImport.All(o => o.Domain != domain))
        {
            Opset(MachineLearningDomain, MachineLearningOpset);
        }
        else if (_model.OpsetImport.All(o => o.Domain != domain))
        {
            throw new InvalidGraphException($"{opType} is of the operator set '{domain}', which is not imported; call {nameof(Opset)} first");
        }
    }
}
