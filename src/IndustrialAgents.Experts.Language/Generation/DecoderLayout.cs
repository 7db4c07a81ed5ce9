namespace IndustrialAgents.Experts.Language;

/// <summary>Which inputs and outputs of a decoder hold what. Immutable and thread-safe.</summary>
internal sealed class DecoderLayout
{
    private DecoderLayout(IReadOnlyList<CachedTensor> cache, ElementType ids, ElementType? mask, ElementType? positions)
    {
        Cache = cache;
        Ids = ids;
        Mask = mask;
        Positions = positions;
    }

    /// <summary>Keys and values; empty for a decoder that reads the whole sequence at every step.</summary>
    public IReadOnlyList<CachedTensor> Cache { get; }

    /// <summary>Type of the ids.</summary>
    public ElementType Ids { get; }

    /// <summary>Type of the attention mask; null where there is none.</summary>
    public ElementType? Mask { get; }

    /// <summary>Type of the positions; null where there are none.</summary>
    public ElementType? Positions { get; }

    /// <summary>Finds the parts of a model by their names.</summary>
    /// <exception cref="ExpertFailedException">The model lacks one, or one is of an unusable type or shape.</exception>
    public static DecoderLayout Of(IModelRunner model, GenerateOptions options, ExpertId expert)
    {
        var outputs = model.Outputs.Select(output => output.Name).ToHashSet();
        if (!outputs.Contains(options.Logits))
        {
            throw new ExpertFailedException(expert, $"the model has no output '{options.Logits}'; it has {Names(model.Outputs)}; name the scores in option logits");
        }

        var pattern = new CachePattern(options.Past, options.Present);
        var cache = new List<CachedTensor>();
        foreach (var input in model.Inputs)
        {
            if (pattern.PresentOf(input.Name) is not { } present)
            {
                continue;
            }

            if (!outputs.Contains(present))
            {
                throw new ExpertFailedException(expert, $"the model has no output '{present}' to become '{input.Name}'; it has {Names(model.Outputs)}");
            }

            cache.Add(new CachedTensor(input.Name, present, Empty(input, expert)));
        }

        var ids = Integer(options.InputIds)
            ?? throw new ExpertFailedException(expert, $"the model has no input '{options.InputIds}'; it has {Names(model.Inputs)}; name the ids in option inputIds");
        return new DecoderLayout(cache, ids, Integer(options.AttentionMask), Integer(options.PositionIds));

        ElementType? Integer(string name)
        {
            var type = model.Inputs.FirstOrDefault(input => input.Name == name)?.ElementType;
            return type is null or ElementType.Int32 or ElementType.Int64
                ? type
                : throw new ExpertFailedException(expert, $"the model's input '{name}' is {type}; int32 or int64 is needed");
        }
    }

    private static Tensor Empty(ModelTensorInfo input, ExpertId expert)
    {
        var dimensions = input.Dimensions.ToArray();
        if (dimensions.Length < 2 || input.ElementType is ElementType.Undefined or ElementType.String)
        {
            throw new ExpertFailedException(expert, $"the model's input '{input.Name}' [{string.Join(", ", dimensions)}] is no past; its last dimension but one must be time");
        }

        dimensions[^2] = 0;
        for (var i = 0; i < dimensions.Length; i++)
        {
            // What varies beside time is the batch, which is one sequence here.
            dimensions[i] = dimensions[i] < 0 ? 1 : dimensions[i];
        }

        return Tensor.Wrap(input.ElementType, new TensorShape(dimensions), default);
    }

    private static string Names(IReadOnlyList<ModelTensorInfo> tensors) => string.Join(", ", tensors.Select(tensor => $"'{tensor.Name}'"));
}
