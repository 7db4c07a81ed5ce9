namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>
/// Output step <c>channelScores</c>, for detectors that score each sample as a multiple of their limit and say what each channel adds. The window
/// is judged by its end, as <see cref="AlarmRule"/> says. Samples that the model cannot score, at the start, have score 0.
/// </summary>
internal sealed class ChannelScoresStep : IOutputStep
{
    private readonly ChannelScoresStepOptions _options;
    private readonly ExpertId _expert;

    public ChannelScoresStep(StepContext context)
    {
        _options = context.Options.Read<ChannelScoresStepOptions>();
        _expert = context.Manifest.Id;
        if (_options.Fault() is var (option, why))
        {
            throw context.Options.Invalid(option, why);
        }
    }

    public async ValueTask<ExpertOutput> RunAsync(ModelFeed feed, IModelRunner model, CancellationToken cancellationToken)
    {
        var window = feed.Find<SeriesWindow>()
            ?? throw new ExpertFailedException(_expert, "the manifest's output step 'channelScores' needs an input step that reads a series, such as 'window'");

        // Before the model runs, which would fail on a window that is too short without saying why.
        if (window.Length < _options.Least)
        {
            throw new InvalidRequestException("inputs.series.values", $"{window.Length} samples; {_expert} needs at least {_options.Least}");
        }

        return Read(await model.RunAsync(feed.Tensors, cancellationToken).ConfigureAwait(false), feed, window);
    }

    private AnomalyScores Read(IReadOnlyDictionary<string, Tensor> outputs, ModelFeed feed, SeriesWindow window)
    {
        var scored = ModelTensors.Numbers(ModelTensors.Pick(outputs, _options.Score, feed, _expert), _expert);
        if (scored.Length == 0 || scored.Length > window.Length)
        {
            throw new ExpertFailedException(_expert, $"the model gives {scored.Length} scores for {window.Length} samples");
        }

        var scores = new double[window.Length];
        scores.AsSpan(0, scores.Length - scored.Length).Fill(double.NaN);
        scored.CopyTo(scores, scores.Length - scored.Length);
        return WindowJudge.Judge(_options, window.Channels, scores, Contributions(outputs, feed, window, scored.Length));
    }

    // Of the last samples, those that are judged.
    private ReadOnlySpan<double> Contributions(IReadOnlyDictionary<string, Tensor> outputs, ModelFeed feed, SeriesWindow window, int samples)
    {
        if (_options.Contributions is null)
        {
            return [];
        }

        var width = window.Channels.Count;
        var parts = ModelTensors.Numbers(ModelTensors.Pick(outputs, _options.Contributions, feed, _expert), _expert);
        return parts.Length == samples * width
            ? parts.AsSpan(parts.Length - (Math.Min(_options.Recent, samples) * width))
            : throw new ExpertFailedException(_expert, $"the model gives {parts.Length} contributions for {samples} scores of {width} channels");
    }
}
