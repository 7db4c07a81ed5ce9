namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>An <see cref="OnlineDetector"/> that answers requests, each with a detector that begins anew.</summary>
internal sealed class OnlineDetectorExpert : IExpert
{
    private readonly OnlineDetector _options;

    public OnlineDetectorExpert(StepContext context)
    {
        (Manifest, _options) = (context.Manifest, Read(context.Options));
    }

    public Manifest Manifest { get; }

    /// <summary>Reads the options of a manifest, all of them checked.</summary>
    /// <exception cref="InvalidManifestException">One is wrong.</exception>
    public static OnlineDetector Read(StepOptions options)
    {
        var read = options.Read<OnlineDetector>();
        try
        {
            read.Create();
        }
        catch (InvalidRequestException e)
        {
            throw options.Invalid(e.Field, e.Message);
        }

        return read.Fault() is var (option, why) ? throw options.Invalid(option, why) : read;
    }

    public ValueTask<ExpertReply> AskAsync(Request request, CancellationToken cancellationToken)
    {
        var series = request.Inputs.OfType<SeriesInput>().FirstOrDefault()?.Series
            ?? throw new InvalidRequestException("inputs", $"{Manifest.Id} takes a series");
        var window = ChannelPick.Of(series, _options.Channels, Manifest.Id.ToString());
        InvalidRequestException.Require(window.Length >= _options.Least, "inputs.series.values", $"{window.Length} samples; {Manifest.Id} needs at least {_options.Least}");
        return new ValueTask<ExpertReply>(new ExpertReply(Judge(window, cancellationToken)) { Cost = Manifest.Cost.PerRequest });
    }

    private AnomalyScores Judge(Series window, CancellationToken cancellationToken)
    {
        var (detector, width) = (_options.Create(), window.Channels.Count);
        var (scores, row, blame) = (new double[window.Length], new float[width], new List<double>());
        for (var t = 0; t < scores.Length; t++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            GoodRows.Copy(window, t, row);
            scores[t] = detector.Push(row);
            if (t >= scores.Length - _options.Recent)
            {
                var contributions = new double[width];
                detector.Blame(contributions);
                blame.AddRange(contributions);
            }
        }

        if (scores.Length == 0 || Array.TrueForAll(scores, double.IsNaN))
        {
            throw new InvalidRequestException(
                "inputs.series.values", $"{window.Length} samples are within the warm-up of {Manifest.Id}; send more of them, or shorten its warm-up");
        }

        return WindowJudge.Judge(_options, window.Channels, scores, blame.ToArray());
    }
}
