namespace IndustrialAgents.Assets;

/// <summary>
/// Watches one asset: keeps the window of its last rows, lets a detector judge each, and keeps the incident while the alarm is raised. Knows no
/// host: a node calls it directly, a grain wraps one. Not thread-safe: rows of an asset come one after another.
/// </summary>
public sealed class AssetAgent
{
    private readonly IStreamingDetector _detector;
    private readonly Alarm _alarm;
    private readonly SampleWindow _window;

    /// <summary>Makes the agent of an asset.</summary>
    /// <param name="asset">The asset.</param>
    /// <param name="channels">Channels of its rows.</param>
    /// <param name="samplePeriod">Time from one row to the next.</param>
    /// <param name="detector">Judges the rows; the agent's alone.</param>
    /// <param name="options">How it watches.</param>
    /// <exception cref="ArgumentException">The detector was fitted on another number of channels.</exception>
    /// <exception cref="InvalidRequestException">An option is wrong.</exception>
    public AssetAgent(AssetPath asset, IReadOnlyList<SeriesChannel> channels, TimeSpan samplePeriod, IStreamingDetector detector, AssetAgentOptions options)
    {
        if (detector.Channels != channels.Count)
        {
            throw new ArgumentException($"{asset}: a detector of {detector.Channels} channels for rows of {channels.Count}", nameof(detector));
        }

        Asset = asset;
        _detector = detector;
        _alarm = new Alarm(options.Alarm);
        _window = new SampleWindow(channels, samplePeriod, options.WindowLength);
    }

    /// <summary>The asset.</summary>
    public AssetPath Asset { get; }

    /// <summary>The incident that is open; null while all is quiet.</summary>
    public Incident? Open { get; private set; }

    /// <summary>Takes the next row.</summary>
    /// <param name="time">Time of the row.</param>
    /// <param name="row">One value a channel; NaN where there is none, which raises no alarm.</param>
    /// <returns>What the row did to the alarm; after <see cref="AlarmChange.Cleared"/> the incident is <see cref="LastClosed"/>.</returns>
    /// <exception cref="ArgumentException">The row has not one value a channel.</exception>
    public AlarmChange Push(DateTimeOffset time, ReadOnlySpan<float> row)
    {
        _window.Push(time, row);
        var score = _detector.Push(row);
        var ratio = score / _detector.Threshold;
        var change = _alarm.Push(ratio > 1);
        switch (change)
        {
            case AlarmChange.Raised:
                Open = new Incident { Asset = Asset, Raised = time, Peak = ratio };
                break;
            case AlarmChange.Cleared:
                LastClosed = Open! with { Cleared = time };
                Open = null;
                break;
            default:
                if (Open is { } open && ratio > open.Peak)
                {
                    Open = open with { Peak = ratio };
                }

                break;
        }

        return change;
    }

    /// <summary>The incident that ended last; null where none has.</summary>
    public Incident? LastClosed { get; private set; }

    /// <summary>The window of the last rows, copied.</summary>
    public Series Window() => _window.ToSeries();

    /// <summary>Asks what is behind the open incident: the window, and what else is known of the asset.</summary>
    /// <param name="router">Answers.</param>
    /// <param name="evidence">Further inputs, such as a picture and a work-order text.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public ValueTask<Answer> DiagnoseAsync(IRouter router, IEnumerable<RequestInput> evidence, CancellationToken cancellationToken) =>
        router.AskAsync(
            new Request { Task = ExpertTask.Diagnose, Asset = Asset, Inputs = [new SeriesInput(Window()), .. evidence] },
            cancellationToken);
}
