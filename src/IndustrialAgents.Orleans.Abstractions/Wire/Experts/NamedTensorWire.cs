namespace IndustrialAgents.Orleans.Wire;

/// <summary>One of a model's tensors with its name.</summary>
[GenerateSerializer, Immutable]
internal struct NamedTensorWire
{
    [Id(0)]
    public WireText Name;

    [Id(1)]
    public Tensor? Tensor;

    public static Sequence<NamedTensorWire> From(IReadOnlyDictionary<string, Tensor> tensors)
    {
        var items = new NamedTensorWire[tensors.Count];
        var count = 0;
        foreach (var (name, tensor) in tensors)
        {
            items[count++] = new NamedTensorWire { Name = name, Tensor = tensor };
        }

        return new(items);
    }

    public static Dictionary<string, Tensor> ToDictionary(Sequence<NamedTensorWire> tensors)
    {
        var items = tensors.Items;
        var result = new Dictionary<string, Tensor>(items.Count, StringComparer.Ordinal);
        foreach (var item in items)
        {
            var name = Required.Member<NamedTensors, string>(item.Name);
            if (!result.TryAdd(name, Required.Member<NamedTensors, Tensor>(item.Tensor)))
            {
                throw new MalformedMessageException(nameof(NamedTensors), $"two tensors are named '{Excerpt.Of(name)}'");
            }
        }

        return result;
    }
}
