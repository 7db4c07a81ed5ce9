using IndustrialAgents.Onnx.Graphs.Protocol;

namespace IndustrialAgents.Onnx.Graphs;

/// <summary>Checks that a model read from outside hangs together: names, references and the sizes of its initializers.</summary>
internal static class GraphValidator
{
    /// <exception cref="CorruptGraphException">Something does not.</exception>
    public static void Validate(ModelProto model)
    {
        if (model.Graph is null)
        {
            throw new CorruptGraphException("the model has no graph: it is empty, cut off or not an ONNX file");
        }

        if (model.OpsetImport.Count == 0 || model.IrVersion < 3)
        {
            throw new CorruptGraphException($"the model imports no operator set (IR version {model.IrVersion}): it is cut off or older than ONNX 1.0");
        }

        if (model.OpsetImport.DistinctBy(o => o.Domain).Count() != model.OpsetImport.Count)
        {
            throw new CorruptGraphException("the model imports an operator set twice");
        }

        Validate(model.Graph, null);
    }

    private static void Validate(GraphProto graph, Scope? outer)
    {
        var scope = new Scope(outer);
        foreach (var input in graph.Input)
        {
            scope.Define(input.Name, "input");
        }

        // Until IR version 4 every initializer was listed among the inputs as well.
        var inputs = graph.Input.Select(i => i.Name).ToHashSet();
        foreach (var initializer in graph.Initializer)
        {
            TensorCodec.Validate(initializer);
            if (!inputs.Remove(initializer.Name))
            {
                scope.Define(initializer.Name, "initializer");
            }
        }

        foreach (var sparse in graph.SparseInitializer)
        {
            scope.Define(sparse.Values?.Name ?? "", "sparse initializer");
        }

        foreach (var node in graph.Node)
        {
            foreach (var output in node.Output)
            {
                if (output.Length > 0)
                {
                    scope.Define(output, $"output of node '{node.Name}' ({node.OpType})");
                }
            }
        }

        foreach (var node in graph.Node)
        {
            Validate(node, scope);
        }

        foreach (var output in graph.Output)
        {
            if (!scope.Knows(output.Name))
            {
                throw new CorruptGraphException($"nothing produces the graph's output '{output.Name}'");
            }
        }
    }

    private static void Validate(NodeProto node, Scope scope)
    {
        if (node.OpType.Length == 0)
        {
            throw new CorruptGraphException($"node '{node.Name}' names no operator");
        }

        foreach (var input in node.Input)
        {
            if (input.Length > 0 && !scope.Knows(input))
            {
                throw new CorruptGraphException($"nothing produces '{input}', an input of node '{node.Name}' ({node.OpType})");
            }
        }

        foreach (var attribute in node.Attribute)
        {
            if (attribute.T is { } tensor)
            {
                TensorCodec.Validate(tensor);
            }

            if (attribute.G is { } body)
            {
                Validate(body, scope);
            }

            foreach (var inner in attribute.Graphs)
            {
                Validate(inner, scope);
            }
        }
    }

    /// <summary>The names of a graph; a nested graph sees those around it.</summary>
    private sealed class Scope(Scope? outer)
    {
        private readonly HashSet<string> _names = [];

        public void Define(string name, string what)
        {
            if (name.Length == 0)
            {
                throw new CorruptGraphException($"an {what} has no name");
            }

            if (!_names.Add(name))
            {
                throw new CorruptGraphException($"'{name}' is defined twice, the second time as {what}");
            }
        }

        public bool Knows(string name) => _names.Contains(name) || (outer?.Knows(name) ?? false);
    }
}
