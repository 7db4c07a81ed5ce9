using System.Globalization;

namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>
/// The samples of a grid while rows arrive in order of time. Holds the samples that are not taken yet and one row, so that rows without end fit.
/// Not thread-safe.
/// </summary>
internal sealed class ResampleGrid
{
    private readonly GridForm _form;
    private readonly ResampleOptions _options;
    private readonly GridBuffer _buffer;
    private readonly GridChannel[] _channels;
    private readonly long _period;
    private readonly long _tolerance;
    private readonly long _maxGap;
    private readonly PendingRow _pending;
    private long _bin;
    private long _last;
    private bool _begun;

    public ResampleGrid(GridForm form, long period, ResampleOptions options)
    {
        (_form, _period, _options) = (form, period, options);
        _tolerance = (long)(options.Jitter * period);
        _maxGap = options.MaxGap?.Ticks ?? 3 * period;
        _buffer = new GridBuffer(form, period);
        _channels = new GridChannel[form.Channels.Count];
        _pending = new PendingRow(form.Channels.Count, form.Labels.Length, options.Duplicates);
    }

    /// <summary>Samples that no later row changes.</summary>
    public int Ready
    {
        get
        {
            var least = _form.Labels.Length > 0 ? _buffer.NextLabel : long.MaxValue;
            foreach (ref var channel in _channels.AsSpan())
            {
                least = Math.Min(least, channel.Next);
            }

            return (int)(least - _buffer.Base);
        }
    }

    /// <summary>Throws where a time is before the one before.</summary>
    public static void RequireRising(ReadOnlySpan<long> ticks, string source)
    {
        for (var i = 1; i < ticks.Length; i++)
        {
            RequireOrder(ticks[i - 1], ticks[i], source);
        }
    }

    /// <summary>Takes the next row.</summary>
    /// <param name="ticks">Its time.</param>
    /// <param name="values">One value a channel.</param>
    /// <param name="quality">Their quality; empty where NaN is bad and all else good.</param>
    /// <param name="labels">Its labels.</param>
    public void Push(long ticks, ReadOnlySpan<float> values, ReadOnlySpan<SampleQuality> quality, ReadOnlySpan<float> labels)
    {
        if (_pending.Any && ticks != _pending.Ticks)
        {
            RequireOrder(_pending.Ticks, ticks, _form.Source);
            Place();
        }

        _pending.Add(ticks, values, quality, labels);
    }

    /// <summary>Completes the samples up to the last row.</summary>
    public void Finish()
    {
        if (!_pending.Any)
        {
            return;
        }

        Place();
        var end = (_last + _tolerance - _buffer.Start) / _period;
        if (_options.Method == ResampleMethod.Mean)
        {
            CloseBin();
            end = _bin;
        }

        for (var c = 0; c < _channels.Length; c++)
        {
            ref var channel = ref _channels[c];
            while (channel.Next <= end)
            {
                var held = _options.Method == ResampleMethod.Last ? channel.Held(_buffer.TimeOf(channel.Next), _period, _maxGap) : (float.NaN, SampleQuality.Bad);
                _buffer.Write(c, channel.Next++, held);
            }
        }

        _buffer.WriteLabels(end, _pending.Labels);
    }

    /// <summary>The samples that are ready, which are dropped here.</summary>
    public SeriesTable Take() => _buffer.Take(Ready);

    private static void RequireOrder(long before, long after, string source)
    {
        if (after < before)
        {
            throw new InvalidRequestException(
                "series", $"{source}: times do not rise: {Text(after)} comes after {Text(before)}; sort the rows, or set Resampling.Backward to Sort");
        }
    }

    private static string Text(long ticks) => new DateTime(ticks, DateTimeKind.Utc).ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture);

    private void Place()
    {
        var (t, row) = (_pending.Ticks, _pending);
        if (!_begun)
        {
            (_begun, _buffer.Start) = (true, t);
        }

        var samples = ((t - _buffer.Start) / _period) + 1 - _buffer.Base;
        if (samples * Math.Max(1, _channels.Length) > _form.MaxValues)
        {
            throw new InvalidRequestException(
                "series", $"{_form.Source}: {Text(t)} lies {samples} periods of {new TimeSpan(_period)} on; more than {_form.MaxValues} values; part the rows there, or give a longer period");
        }

        if (_form.Labels.Length > 0)
        {
            _buffer.WriteLabels(_buffer.IndexBefore(t - _tolerance), row.PreviousLabels);
        }

        if (_options.Method == ResampleMethod.Mean)
        {
            PlaceInBin(t);
        }
        else
        {
            for (var c = 0; c < _channels.Length; c++)
            {
                Place(c, t, row.Of(c), absent: _options.SparseRows && row.Of(c).Quality == SampleQuality.Bad);
            }
        }

        _last = t;
        row.Clear();
    }

    private void PlaceInBin(long t)
    {
        var bin = (t - _buffer.Start + (_period / 2)) / _period;
        if (bin > _bin)
        {
            CloseBin();
            _bin = bin;
        }

        for (var c = 0; c < _channels.Length; c++)
        {
            _channels[c].Gather(_pending.Of(c));
        }
    }

    private void CloseBin()
    {
        for (var c = 0; c < _channels.Length; c++)
        {
            var (mean, any) = _channels[c].TakeMean();
            Place(c, _buffer.TimeOf(_bin), mean, absent: !any || (_options.SparseRows && mean.Quality == SampleQuality.Bad));
        }
    }

    private void Place(int c, long t, (float Value, SampleQuality Quality) row, bool absent)
    {
        ref var channel = ref _channels[c];
        var last = _options.Method == ResampleMethod.Last;

        // Without a value the samples before are open until no later row could bridge them.
        if (!absent || last || !channel.Any || t - channel.Time > _maxGap)
        {
            for (long at; (at = _buffer.TimeOf(channel.Next)) < t - _tolerance; channel.Next++)
            {
                _buffer.Write(c, channel.Next, last ? channel.Held(at, _period, _maxGap) : absent ? (float.NaN, SampleQuality.Bad) : channel.Between(at, t, row, _maxGap));
            }
        }

        if (absent)
        {
            return;
        }

        if (Math.Abs(_buffer.TimeOf(channel.Next) - t) <= _tolerance)
        {
            _buffer.Write(c, channel.Next++, row);
        }

        channel.Remember(t, row);
    }
}
