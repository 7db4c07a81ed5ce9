namespace IndustrialAgents.Experts.Language;

/// <summary>
/// Output step <c>thresholded-labels</c>: reads one probability a label, names the most probable label where the model is sure enough and a
/// coarser one otherwise, and labels contents that are too short without running the model.
/// </summary>
internal sealed class ThresholdedLabelsStep(ThresholdedLabels rules, string? output, ShortContentOptions? shortContent, int minBytes, ExpertId expert)
    : IOutputStep
{
    public static ThresholdedLabelsStep Create(StepContext context)
    {
        var options = context.Options.Read<ThresholdedLabelsOptions>();
        var config = options.Config is null
            ? null
            : ContentTypeConfig.Parse(ExpertFiles.Read(context, "config", options.Config), options.Config);
        var labels = context.Labels.Count > 0 ? context.Labels : config?.TargetLabelsSpace;
        if (labels is null)
        {
            throw context.Options.Invalid("config", "there are no labels; give them in the manifest's labels or labelsFile, or name a config file");
        }

        if (config is not null && context.Labels.Count > 0 && !context.Labels.SequenceEqual(config.TargetLabelsSpace))
        {
            throw context.Options.Invalid("config", $"the manifest's {context.Labels.Count} labels are not the config file's {config.TargetLabelsSpace.Count}; give them once");
        }

        var common = options.Threshold ?? config?.MediumConfidenceThreshold ?? 0.5;
        var thresholds = options.Thresholds ?? config?.Thresholds ?? new Dictionary<string, double>();
        var overwrite = options.Overwrite ?? config?.OverwriteMap ?? new Dictionary<string, string>();
        Check(context, labels, common, thresholds, overwrite);
        var coarser = new Dictionary<string, string>();
        foreach (var (name, members) in options.Fallbacks)
        {
            // A coarser label falls back on itself.
            coarser[name] = name;
            foreach (var member in members)
            {
                if (!coarser.TryAdd(member, name) && coarser[member] != name)
                {
                    throw context.Options.Invalid("fallbacks", $"'{member}' falls back on both '{coarser[member]}' and '{name}'");
                }
            }
        }

        var rules = new ThresholdedLabels(
            labels,
            label => options.Certainty switch
            {
                LabelCertainty.BestGuess => 0,
                LabelCertainty.Medium => common,
                _ => thresholds.GetValueOrDefault(label, common),
            },
            label => overwrite.GetValueOrDefault(label, label),
            label => coarser.GetValueOrDefault(label, options.Fallback),
            options.Short is { } extra ? [extra.Empty, extra.Text, extra.Binary] : []);
        return new ThresholdedLabelsStep(
            rules, options.Output, options.Short, options.Short?.MinBytes ?? config?.MinFileSizeForDl ?? 1, context.Manifest.Id);
    }

    public async ValueTask<ExpertOutput> RunAsync(ModelFeed feed, IModelRunner model, CancellationToken cancellationToken)
    {
        if (shortContent is not null && feed.Find<ByteContent>() is { } content && content.HeadLength < minBytes)
        {
            var label = content.Length == 0 ? shortContent.Empty : content.IsText ? shortContent.Text : shortContent.Binary;
            return new ClassProbabilities(rules.Labels, rules.Certain(label)) { Confidence = 1 };
        }

        return Read(await model.RunAsync(feed.Tensors, cancellationToken).ConfigureAwait(false), model);
    }

    private ClassProbabilities Read(IReadOnlyDictionary<string, Tensor> outputs, IModelRunner model)
    {
        var name = output ?? model.Outputs[0].Name;
        if (!outputs.TryGetValue(name, out var tensor) || tensor.ElementType != ElementType.Float32 || tensor.Shape.ElementCount != rules.ModelLabels)
        {
            throw new ExpertFailedException(
                expert, $"the model's output '{name}' is {tensor?.ToString() ?? "missing"}; one float32 for each of {rules.ModelLabels} labels is needed");
        }

        var probabilities = new double[rules.ModelLabels];
        double sum = 0;
        var values = tensor.AsSpan<float>();
        for (var i = 0; i < values.Length; i++)
        {
            sum += probabilities[i] = values[i] >= 0 ? values[i] : double.NaN;
        }

        if (!(sum > 0 && sum < double.PositiveInfinity))
        {
            throw new ExpertFailedException(expert, $"the model's output '{name}' is no set of probabilities; a value is negative or not finite, or all are 0");
        }

        // Float32 rounding leaves the sum within 1e-6 of 1; the thresholds are meant for the values as they come.
        var best = System.Numerics.Tensors.TensorPrimitives.Max<double>(probabilities);
        var named = rules.Apply(probabilities);
        System.Numerics.Tensors.TensorPrimitives.Divide(named, sum, named);
        return new ClassProbabilities(rules.Labels, named) { Confidence = Math.Min(1, best) };
    }

    private static void Check(
        StepContext context,
        IReadOnlyList<string> labels,
        double common,
        IReadOnlyDictionary<string, double> thresholds,
        IReadOnlyDictionary<string, string> overwrite)
    {
        if (!(common is >= 0 and <= 1))
        {
            throw context.Options.Invalid("threshold", $"{common} is not a probability; it must lie between 0 and 1");
        }

        var known = labels.ToHashSet();
        foreach (var (label, threshold) in thresholds)
        {
            if (!known.Contains(label) || !(threshold is >= 0 and <= 1))
            {
                throw context.Options.Invalid($"thresholds.{label}", $"{threshold} for '{label}'; it must lie between 0 and 1, and the label be one of the model's");
            }
        }

        if (overwrite.Keys.FirstOrDefault(label => !known.Contains(label)) is { } unknown)
        {
            throw context.Options.Invalid($"overwrite.{unknown}", $"'{unknown}' is not a label of the model");
        }
    }
}
