namespace IndustrialAgents.Experts.Language;

/// <summary>
/// Writes many texts with one model at once (continuous batching, Yu et al. 2022): between two steps sequences that have come join those under way, and
/// those that are done leave. The keys and values are packed anew only then; otherwise each step hands them over. What one sequence says does not
/// depend on the others. Thread-safe.
/// </summary>
internal sealed class Decoder(IModelRunner model, DecoderNames names, DecoderLimits limits, ExpertId expert, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly DecoderLayout _layout = DecoderLayout.Of(model, names, expert);
    private readonly List<Writing> _waiting = [];
    private bool _running;

    // Keys and values are there twice while a step reads the old and writes the new ones.
    private long BytesPerToken => 2 * _layout.BytesPerToken;

    /// <summary>Writes a text.</summary>
    /// <exception cref="OverloadedException">Too many wait.</exception>
    /// <exception cref="InvalidRequestException">Its keys and values would take more memory than there may be.</exception>
    public Task<GeneratedText> WriteAsync(Writing writing)
    {
        if (writing.MaxLength * BytesPerToken > limits.MaxCacheBytes)
        {
            throw new InvalidRequestException(
                "parameters.maxTokens",
                $"{writing.MaxLength} tokens, read and written, take {writing.MaxLength * BytesPerToken} bytes of keys and values; maxCacheBytes of {expert} is {limits.MaxCacheBytes}: ask for fewer");
        }

        lock (_gate)
        {
            if (_waiting.Count >= limits.MaxQueue)
            {
                throw new OverloadedException(expert.ToString(), limits.MaxQueue);
            }

            _waiting.Add(writing);
            if (_running)
            {
                return writing.Task;
            }

            _running = true;
        }

        _ = Task.Run(RunAsync);
        return writing.Task;
    }

    private async Task RunAsync()
    {
        var groups = new List<DecodingGroup>();
        List<Writing>? fresh = null;
        IStatefulModel? opened = null;
        try
        {
            opened = await model.OpenAsync(_layout.State, CancellationToken.None).ConfigureAwait(false);
            while ((fresh = Admit(groups)) is not null)
            {
                // Prompts of equal length are read together.
                foreach (var same in fresh.GroupBy(own => _layout.TakesRows && own.Extras.Count == 0 ? (own.Sequence.Count, null) : (-1, (Writing?)own)))
                {
                    groups.Add(Start(opened, [.. same]));
                }

                foreach (var group in groups.ToList())
                {
                    await StepAsync(opened, group, groups).ConfigureAwait(false);
                }

                Regroup(opened, groups);
            }
        }
#pragma warning disable CA1031 // Nobody may be left waiting.
        catch (Exception e)
#pragma warning restore CA1031
        {
            FailAll([.. fresh ?? [], .. groups.SelectMany(group => group.Rows)], e);
        }
        finally
        {
            groups.ForEach(group => group.Dispose());
            opened?.Dispose();
        }
    }

    /// <summary>Those that may begin now; null once there is nothing to do, and then the next to come begins anew.</summary>
    private List<Writing>? Admit(List<DecodingGroup> groups)
    {
        var now = time.GetUtcNow();
        var (rows, longest) = (groups.Sum(group => group.Rows.Count), groups.SelectMany(group => group.Rows).Select(row => row.MaxLength).DefaultIfEmpty().Max());
        var fresh = new List<Writing>();
        lock (_gate)
        {
            _waiting.RemoveAll(own => own.HasEnded(now));
            while (_waiting.Count > 0 && rows < limits.MaxBatch)
            {
                var next = _waiting[0];
                longest = Math.Max(longest, next.MaxLength);
                if (rows > 0 && (rows + 1) * longest * BytesPerToken > limits.MaxCacheBytes)
                {
                    break;
                }

                rows++;
                fresh.Add(next);
                _waiting.RemoveAt(0);
            }

            _running = rows > 0;
            return _running ? fresh : null;
        }
    }

    private DecodingGroup Start(IStatefulModel opened, Writing[] rows) => new(opened.Start(rows.Length), rows, _layout, names, expert);

    private async Task StepAsync(IStatefulModel opened, DecodingGroup group, List<DecodingGroup> groups)
    {
        try
        {
            // A run that serves one request alone ends with it; others are not disturbed.
            await group.StepAsync(group.Rows.Count == 1 ? group.Rows[0].Cancellation : CancellationToken.None).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // The error goes to those whose step it was.
        catch (Exception e)
#pragma warning restore CA1031
        {
            if (group.Rows.Count == 1 || group.Rows[0].Read > 0)
            {
                foreach (var row in group.Rows)
                {
                    row.Fail(e);
                }

                return;
            }

            // One bad prompt among those read together fails alone.
            groups.Remove(group);
            group.Dispose();
            foreach (var row in group.Rows)
            {
                var single = Start(opened, [row]);
                groups.Add(single);
                await StepAsync(opened, single, groups).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Lets those go that have ended, and puts together what may go together.</summary>
    private void Regroup(IStatefulModel opened, List<DecodingGroup> groups)
    {
        var now = time.GetUtcNow();
        foreach (var same in groups.GroupBy(group => group.Key is { } key ? (key, null) : (-1L, (DecodingGroup?)group)).ToList())
        {
            var parts = same.ToList();
            var live = parts.SelectMany(group => Enumerable.Range(0, group.Rows.Count).Where(i => !group.Rows[i].HasEnded(now)).Select(i => (Group: group, Index: i))).ToList();
            if (parts.Count == 1 && live.Count == parts[0].Rows.Count)
            {
                continue;
            }

            if (live.Count > 0)
            {
                var state = opened.Pack([.. live.Select(own => own.Group.Row(own.Index))]);
                groups.Add(new DecodingGroup(state, [.. live.Select(own => own.Group.Rows[own.Index])], _layout, names, expert));
            }

            foreach (var part in parts)
            {
                groups.Remove(part);
                part.Dispose();
            }
        }
    }

    private void FailAll(List<Writing> active, Exception error)
    {
        List<Writing> all;
        lock (_gate)
        {
            all = [.. _waiting, .. active];
            _waiting.Clear();
            _running = false;
        }

        all.ForEach(writing => writing.Fail(error));
    }
}
