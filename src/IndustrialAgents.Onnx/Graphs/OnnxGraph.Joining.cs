namespace IndustrialAgents.Onnx.Graphs;

public sealed partial class OnnxGraph
{
    /// <summary>
    /// One model of two: what <paramref name="value"/> holds here becomes the first input of <paramref name="next"/>, whose outputs come first. Further
    /// inputs of the next model are this model's inputs of the same names. This model's own outputs are dropped but for those in
    /// <paramref name="keep"/>. Names of the next model that are taken here get a prefix; its
    /// operators must be those of this model's operator set too, whose version holds for both.
    /// </summary>
    /// <param name="value">A value of this graph.</param>
    /// <param name="next">A graph whose inputs after the first are inputs here; its initializers must lie in the model itself.</param>
    /// <param name="keep">Values of this graph that the joined model puts out as well, after those of the next.</param>
    /// <returns>The joined model; both graphs stay as they are.</returns>
    /// <exception cref="InvalidGraphException">This graph has no such value, or the next has no input, or one after the first that is none here.</exception>
    public OnnxGraph Join(string value, OnnxGraph next, params IReadOnlyList<string> keep)
    {
        ArgumentNullException.ThrowIfNull(next);
        var inputs = next.Inputs.Select(own => own.Name).ToList();
        if (inputs.Count == 0 || inputs.Skip(1).Except(Graph.Input.Select(there => there.Name)).Any())
        {
            throw new InvalidGraphException(
                $"'{next.Name}' has the inputs {string.Join(", ", inputs)}; a graph that is put behind another has one, and further ones only where the other has them too");
        }

        var joined = new OnnxGraph(_model.Clone(), _directory);
        joined.Graph.Output.Clear();
        joined.ExposeOutput(value);
        joined.Graph.Output.Clear();
        var taken = Names();
        var other = next._model.Graph.Clone();
        foreach (var initializer in other.Initializer)
        {
            initializer.Name = Rename(initializer.Name);
            joined.Graph.Initializer.Add(initializer);
        }

        foreach (var node in other.Node)
        {
            node.Name = node.Name.Length > 0 && taken.Contains(node.Name) ? $"next_{node.Name}" : node.Name;
            for (var i = 0; i < node.Input.Count; i++)
            {
                node.Input[i] = Rename(node.Input[i]);
            }

            for (var i = 0; i < node.Output.Count; i++)
            {
                node.Output[i] = Rename(node.Output[i]);
            }

            joined.Graph.Node.Add(node);
        }

        foreach (var output in other.Output)
        {
            output.Name = Rename(output.Name);
            joined.Graph.Output.Add(output);
        }

        foreach (var entry in next._model.MetadataProps)
        {
            joined.SetMetadata(entry.Key, entry.Value);
        }

        foreach (var name in keep)
        {
            joined.ExposeOutput(name);
        }

        joined._model.DocString = next.DocString;
        joined._model.Graph.Name = next.Name;
        GraphValidator.Validate(joined._model);
        return joined;

        string Rename(string name) => name.Length == 0 ? name : name == inputs[0] ? value : inputs.Contains(name) ? name : taken.Contains(name) ? $"next_{name}" : name;

        HashSet<string> Names() =>
        [
            .. joined.Graph.Input.Select(i => i.Name), .. joined.Graph.Initializer.Select(i => i.Name),
            .. joined.Graph.Node.SelectMany(n => n.Output), .. joined.Graph.Node.Select(n => n.Name),
        ];
    }
}
