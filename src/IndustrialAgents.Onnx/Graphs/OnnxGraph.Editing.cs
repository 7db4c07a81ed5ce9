using IndustrialAgents.Onnx.Graphs.Protocol;

namespace IndustrialAgents.Onnx.Graphs;

public sealed partial class OnnxGraph
{
    /// <summary>Makes an intermediate value, an input or an initializer one of the graph's outputs, after those it has; nothing happens where it is one already.</summary>
    /// <param name="name">Name of the value.</param>
    /// <remarks>Its type is declared where the file states it and otherwise left to the runtime to infer.</remarks>
    /// <exception cref="InvalidGraphException">The graph has no such value.</exception>
    public void ExposeOutput(string name)
    {
        if (Graph.Output.Any(o => o.Name == name))
        {
            return;
        }

        var produced = Graph.Node.SelectMany(n => n.Output).Where(o => o.Length > 0);
        if (!produced.Contains(name) && !Graph.Input.Any(i => i.Name == name) && !Graph.Initializer.Any(i => i.Name == name))
        {
            throw new InvalidGraphException($"the graph has no value '{name}' to put out; its nodes produce {Names(produced)}");
        }

        Graph.Output.Add(Declaration(name));
    }

    /// <summary>Gives an initializer other elements of the same element type.</summary>
    /// <exception cref="InvalidGraphException">The graph has no such initializer, or it is of another type.</exception>
    public void ReplaceInitializer(string name, Tensor value)
    {
        var old = FindInitializer(name);
        if (TensorCodec.TypeOf(old) != value.ElementType)
        {
            throw new InvalidGraphException($"initializer '{name}' holds {TensorCodec.TypeOf(old)}, not {value.ElementType}");
        }

        Graph.Initializer[Graph.Initializer.IndexOf(old)] = TensorCodec.Encode(name, value);
    }

    /// <summary>Sets one of the model's own entries, or removes it where <paramref name="value"/> is null.</summary>
    public void SetMetadata(string key, string? value)
    {
        var entry = _model.MetadataProps.FirstOrDefault(e => e.Key == key);
        if (value is null)
        {
            _model.MetadataProps.Remove(entry ?? new StringStringEntryProto());
        }
        else if (entry is not null)
        {
            entry.Value = value;
        }
        else
        {
            _model.MetadataProps.Add(new StringStringEntryProto { Key = key, Value = value });
        }
    }

    private ValueInfoProto Declaration(string name)
    {
        var stated = Graph.ValueInfo.Concat(Graph.Input).FirstOrDefault(v => v.Name == name);
        if (stated is not null)
        {
            return stated.Clone();
        }

        return Graph.Initializer.FirstOrDefault(i => i.Name == name) is { } initializer
            ? GraphProtocol.Declare(name, TensorCodec.TypeOf(initializer), [.. initializer.Dims.Select(d => new GraphDimension(d))])
            : new ValueInfoProto { Name = name };
    }
}
