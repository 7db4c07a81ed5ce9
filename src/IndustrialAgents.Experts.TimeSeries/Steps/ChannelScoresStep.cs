namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>
/// Output step <c>channelScores</c>, for detectors that score each sample as a multiple of their limit and say what each channel adds. The window
/// is judged by its end: the median score of the last samples. Samples that the model cannot score, at the start, have score 0.
/// </summary>
internal sealed class ChannelScoresStep : OutputStep
{
    private readonly ChannelScoresStepOptions _options;
    private readonly ExpertId _expert;

    public ChannelScoresStep(StepContext context)
    {
        _options = context.Options.Read<ChannelScoresStepOptions>();
        _expert = context.Manifest.Id;
        if (_options.Least < 1)
        {
            throw context.Options.Invalid("least", $"{_options.Least} samples; it must be at least 1");
        }

        if (_options.Recent < 1)
        {
            throw context.Options.Invalid("recent", $"{_options.Recent} samples; it must be at least 1");
        }

        if (!(_options.Sharpness > 0) || !double.IsFinite(_options.Sharpness))
        {
            throw context.Options.Invalid("sharpness", $"{_options.Sharpness}; it must be positive and finite");
        }
    }

    protected override ExpertOutput Read(IReadOnlyDictionary<string, Tensor> outputs, ModelFeed feed)
    {
        var window = feed.Find<SeriesWindow>()
            ?? throw new ExpertFailedException(_expert, "the manifest's output step 'channelScores' needs an input step that reads a series, such as 'window'");
        if (window.Length < _options.Least)
        {
            throw new InvalidRequestException("inputs.series.values", $"{window.Length} samples; {_expert} needs at least {_options.Least}");
        }

        var scored = ModelTensors.Numbers(ModelTensors.Pick(outputs, _options.Score, feed, _expert), _expert);
        if (scored.Length == 0 || scored.Length > window.Length)
        {
            throw new ExpertFailedException(_expert, $"the model gives {scored.Length} scores for {window.Length} samples");
        }

        var scores = new double[window.Length];
        scored.CopyTo(scores, scores.Length - scored.Length);
        var recent = Math.Min(_options.Recent, scored.Length);
        var probability = Probability(Median(scored.AsSpan(scored.Length - recent)));
        return new AnomalyScores(scores, 1, probability)
        {
            Blame = Blame(outputs, feed, window, recent, scored.Length),
            Confidence = Math.Max(probability, 1 - probability),
        };
    }

    private static double Median(Span<double> values)
    {
        var sorted = values.ToArray();
        Array.Sort(sorted);
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private double Probability(double score) => score <= 0 ? 0 : 1 / (1 + Math.Pow(score, -_options.Sharpness));

    private ChannelShare[] Blame(IReadOnlyDictionary<string, Tensor> outputs, ModelFeed feed, SeriesWindow window, int recent, int samples)
    {
        if (_options.Contributions is null)
        {
            return [];
        }

        var width = window.Channels.Count;
        var parts = ModelTensors.Numbers(ModelTensors.Pick(outputs, _options.Contributions, feed, _expert), _expert);
        if (parts.Length != samples * width)
        {
            throw new ExpertFailedException(_expert, $"the model gives {parts.Length} contributions for {samples} scores of {width} channels");
        }

        var sums = new double[width];
        for (var at = parts.Length - (recent * width); at < parts.Length; at++)
        {
            sums[at % width] += Math.Max(0, parts[at]);
        }

        var total = sums.Sum();
        return total > 0
            ? [.. window.Channels.Select((channel, c) => new ChannelShare(channel.Name, sums[c] / total)).OrderByDescending(share => share.Share)]
            : [];
    }
}
