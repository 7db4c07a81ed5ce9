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
    /// <param name="channels">Channels of its rows; kept, so that agents may share one list.</param>
    /// <param name="samplePeriod">Time from one row to the next.</param>
    /// <param name="detector">Judges the rows; the agent's alone.</param>
    /// <param name="options">How it watches; may be shared by all agents.</param>
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

    /// <summary>The incident that ended last; null where none has.</summary>
    public Incident? LastClosed { get; private set; }

    /// <summary>Time of the last row; null while there is none.</summary>
    public DateTimeOffset? LastRow => _window.Last;

    /// <summary>Score of the last row as a multiple of the detector's threshold; NaN until enough rows were seen.</summary>
    public double Score { get; private set; } = double.NaN;

    /// <summary>What to store of the agent when an incident has opened or closed.</summary>
    public AgentState State => new()
    {
        Open = Open,
        LastClosed = LastClosed,
        JudgedUntil = LastRow?.UtcTicks ?? long.MinValue,
    };

    /// <summary>Takes the next row.</summary>
    /// <param name="time">Time of the row.</param>
    /// <param name="row">One value a channel; NaN where there is none, which raises no alarm.</param>
    /// <returns>What the row did to the alarm; after <see cref="AlarmChange.Cleared"/> the incident is <see cref="LastClosed"/>.</returns>
    /// <exception cref="ArgumentException">The row has not one value a channel.</exception>
    public AlarmChange Push(DateTimeOffset time, ReadOnlySpan<float> row)
    {
        var ratio = Judge(time, row);
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

    /// <summary>Takes the next rows, oldest first.</summary>
    /// <param name="batch">Rows newer than the last one.</param>
    /// <returns>The incidents that opened and closed, in order; mostly none.</returns>
    /// <exception cref="InvalidRequestException">The rows have another number of channels; none was taken.</exception>
    public IReadOnlyList<IncidentChange> Push(RowBatch batch)
    {
        CheckWidth(batch);
        List<IncidentChange>? changes = null;
        for (var i = 0; i < batch.Count; i++)
        {
            var change = Push(TimeOf(batch, i), batch[i]);
            if (change != AlarmChange.None)
            {
                (changes ??= []).Add(new IncidentChange(change, change == AlarmChange.Raised ? Open! : LastClosed!));
            }
        }

        return changes ?? (IReadOnlyList<IncidentChange>)[];
    }

    /// <summary>
    /// Brings a new agent to where another one was, from stored rows and what its host stored at its last incident. Rows up to
    /// <see cref="AgentState.JudgedUntil"/> go through window and detector without raising or clearing; later ones are judged as by
    /// <see cref="Push(RowBatch)"/>, since it isn't known that they were. The window is the one that was. Alarm and incidents are, too, where
    /// the detector's scores are: those of a detector without memory beyond the tail. One that remembers longer has only the tail to go by: a
    /// <see cref="BaselineDetector"/> lacks rows that would weigh 2^(−rows/half-life) of all, and is not warm before its warm-up is in the tail;
    /// and a peak that an open incident reached later than it was stored is known only if its row is in the tail.
    /// </summary>
    /// <param name="tail">The last stored rows, oldest first; null where there are none. As many as the window holds, and <see cref="AlarmOptions.ClearAfter"/> and <see cref="AlarmOptions.Of"/>, at least.</param>
    /// <param name="state">What was stored; <see cref="AgentState.Initial"/> where nothing was.</param>
    /// <returns>Incidents that opened or closed in rows that were judged again.</returns>
    /// <exception cref="InvalidOperationException">The agent has taken rows already.</exception>
    /// <exception cref="InvalidRequestException">The rows have another number of channels; none was taken.</exception>
    public IReadOnlyList<IncidentChange> Replay(RowBatch? tail, AgentState state)
    {
        if (LastRow is not null)
        {
            throw new InvalidOperationException($"{Asset}: an agent that has taken rows is not restored; make a new one");
        }

        if (tail is not null)
        {
            CheckWidth(tail);
        }

        (Open, LastClosed) = (state.Open, state.LastClosed);
        var later = tail?.After(state.JudgedUntil);
        for (var i = 0; i < (tail?.Count ?? 0) - (later?.Count ?? 0); i++)
        {
            var time = TimeOf(tail!, i);
            var ratio = Judge(time, tail![i]);
            _alarm.Note(ratio > 1);
            if (time == LastClosed?.Cleared)
            {
                _alarm.Forget();
            }

            if (Open is { } open && time >= open.Raised && ratio > open.Peak)
            {
                Open = open with { Peak = ratio };
            }
        }

        _alarm.Resume(Open is not null);
        return later is null ? [] : Push(later);
    }

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

    private static DateTimeOffset TimeOf(RowBatch batch, int row) => new(batch.Times.Span[row], TimeSpan.Zero);

    private double Judge(DateTimeOffset time, ReadOnlySpan<float> row)
    {
        _window.Push(time, row);
        return Score = _detector.Push(row) / _detector.Threshold;
    }

    private void CheckWidth(RowBatch batch)
    {
        if (batch.Channels != _detector.Channels)
        {
            throw new InvalidRequestException("rows.values", $"rows of {batch.Channels} channels; {Asset} has {_detector.Channels}");
        }
    }
}
