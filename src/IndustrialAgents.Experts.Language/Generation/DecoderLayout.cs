namespace IndustrialAgents.Experts.Language;

/// <summary>Which inputs and outputs of a decoder hold what. Immutable and thread-safe.</summary>
internal sealed class DecoderLayout
{
    private DecoderLayout(IReadOnlyList<StateLink> cache, string logits, ElementType ids, ElementType? mask, ElementType? positions, bool takesRows, bool canPad)
    {
        State = new ModelStateOptions(cache, logits);
        (Ids, Mask, Positions, TakesRows) = (ids, mask, positions, takesRows);
        CanPad = canPad && HasCache && Mask is not null && Positions is not null;
        BytesPerToken = cache.Sum(link => link.Shape(1, 1).ElementCount * link.ElementType.SizeInBytes());
    }

    /// <summary>Keys and values, none for a decoder that reads the whole sequence at every step; and the scores.</summary>
    public ModelStateOptions State { get; }

    /// <summary>Whether keys and values are kept.</summary>
    public bool HasCache => State.Links.Count > 0;

    /// <summary>Bytes of keys and values of one token.</summary>
    public long BytesPerToken { get; }

    /// <summary>Type of the ids.</summary>
    public ElementType Ids { get; }

    /// <summary>Type of the attention mask; null where there is none.</summary>
    public ElementType? Mask { get; }

    /// <summary>Type of the positions; null where there are none.</summary>
    public ElementType? Positions { get; }

    /// <summary>Whether it takes more than one sequence at a time.</summary>
    public bool TakesRows { get; }

    /// <summary>
    /// Whether shorter sequences may be filled up at their beginning: only a mask that hides what fills up and positions told by the caller leave the
    /// rest as it would be alone.
    /// </summary>
    public bool CanPad { get; }

    /// <summary>Finds the parts of a model by their names.</summary>
    /// <exception cref="ExpertFailedException">The model lacks one, or one is of an unusable type or shape.</exception>
    public static DecoderLayout Of(IModelRunner model, DecoderNames names, ExpertId expert)
    {
        var outputs = model.Outputs.Select(output => output.Name).ToHashSet();
        if (!outputs.Contains(names.Logits))
        {
            throw new ExpertFailedException(expert, $"the model has no output '{names.Logits}'; it has {Names(model.Outputs)}; name the scores in option logits");
        }

        var cache = new List<StateLink>();
        foreach (var input in model.Inputs)
        {
            if (names.Caches.Select(pattern => pattern.PresentOf(input.Name)).FirstOrDefault(present => present is not null) is not { } present)
            {
                continue;
            }

            if (!outputs.Contains(present))
            {
                throw new ExpertFailedException(expert, $"the model has no output '{present}' to become '{input.Name}'; it has {Names(model.Outputs)}");
            }

            cache.Add(Link(input, present, expert));
        }

        var ids = Integer(names.InputIds)
            ?? throw new ExpertFailedException(expert, $"the model has no input '{names.InputIds}'; it has {Names(model.Inputs)}; name the ids in option inputIds");
        var takesRows = model.Inputs.First(input => input.Name == names.InputIds).Dimensions is not [> 0, ..] && cache.TrueForAll(link => link.Dimensions[link.BatchAxis] < 0);
        return new DecoderLayout(cache, names.Logits, ids, Integer(names.AttentionMask), Integer(names.PositionIds), takesRows, names.CanPad);

        ElementType? Integer(string name)
        {
            var type = model.Inputs.FirstOrDefault(input => input.Name == name)?.ElementType;
            return type is null or ElementType.Int32 or ElementType.Int64
                ? type
                : throw new ExpertFailedException(expert, $"the model's input '{name}' is {type}; int32 or int64 is needed");
        }
    }

    // The last dimension but one is time. Of the others the first that varies is the batch; heads and their width are what the model declares.
    private static StateLink Link(ModelTensorInfo input, string present, ExpertId expert)
    {
        var dimensions = input.Dimensions.ToArray();
        var time = dimensions.Length - 2;
        if (time < 1 || input.ElementType is ElementType.Undefined or ElementType.String)
        {
            throw new ExpertFailedException(expert, $"the model's input '{input.Name}' [{string.Join(", ", dimensions)}] is no past; its last dimension but one must be time, after that of the sequences");
        }

        var batch = Array.FindIndex(dimensions, 0, time, length => length < 0);
        batch = batch < 0 ? Math.Max(0, Array.FindIndex(dimensions, 0, time, length => length == 1)) : batch;
        if (dimensions.Index().Any(own => own.Item < 0 && own.Index != time && own.Index != batch))
        {
            throw new ExpertFailedException(expert, $"the model's input '{input.Name}' [{string.Join(", ", dimensions)}] does not say how many heads of what width it has; export it with those fixed");
        }

        return new StateLink(input.Name, present, input.ElementType, dimensions, batch, time);
    }

    private static string Names(IReadOnlyList<ModelTensorInfo> tensors) => string.Join(", ", tensors.Select(tensor => $"'{tensor.Name}'"));
}
