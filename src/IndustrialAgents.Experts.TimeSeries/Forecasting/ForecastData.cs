using IndustrialAgents.Learning;

namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>
/// What forecasters are fitted on: the channels standardized by the part before the split, and which windows of each are good throughout. A
/// channel's gaps cost that channel its windows, not the others. Thread-safe for reading.
/// </summary>
internal sealed class ForecastData
{
    private readonly int[][] _goodUntil;
    private readonly Series _series;

    /// <summary>Lays a series out.</summary>
    /// <param name="series">The series.</param>
    /// <param name="split">Samples before this one are fitted.</param>
    /// <param name="horizon">Steps that are forecast.</param>
    /// <param name="scale">Mean and deviation of each channel; null takes those of the part that is fitted.</param>
    /// <exception cref="InvalidRequestException">A channel has no good value before the split, and no scale was given.</exception>
    public ForecastData(Series series, int split, int horizon, Standardizer? scale = null)
    {
        (_series, Split, Horizon, Length) = (series, split, horizon, series.Length);
        var width = series.Channels.Count;
        var values = series.Values.Span;
        var quality = series.Quality.Span;
        Columns = new double[width][];
        _goodUntil = new int[width][];
        Constant = new bool[width];
        var (means, deviations) = (new double[width], new double[width]);
        var fitted = new float[split];
        for (var c = 0; c < width; c++)
        {
            // For each sample, the number of samples from it on that are good without a break.
            var (good, column, count) = (new int[Length + 1], new double[Length], 0);
            for (var t = Length - 1; t >= 0; t--)
            {
                var at = (t * width) + c;
                var usable = float.IsFinite(values[at]) && (quality.IsEmpty || quality[at] != SampleQuality.Bad);
                good[t] = usable ? good[t + 1] + 1 : 0;
                column[t] = usable ? values[at] : double.NaN;
                if (usable && t < split)
                {
                    fitted[count++] = values[at];
                }
            }

            Constant[c] = count == 0 || !fitted.AsSpan(0, count).ContainsAnyExcept(fitted[0]);
            if (scale is not null)
            {
                (means[c], deviations[c]) = (scale.Mean[c], scale.Deviation[c]);
            }
            else if (count > 0)
            {
                var own = Standardizer.Fit(fitted.AsSpan(0, count), 1);
                means[c] = own.Mean[0];

                // So small that an intercept fitted to other channels does not move a constant.
                deviations[c] = Constant[c] ? 1e-6 * (means[c] == 0 ? 1 : Math.Abs(means[c])) : own.Deviation[0];
            }
            else
            {
                throw new InvalidRequestException("series", $"channel '{series.Channels[c].Name}' has no good value among the first {split} samples; leave it out");
            }

            (_goodUntil[c], Columns[c]) = (good, Array.ConvertAll(column, value => (value - means[c]) / deviations[c]));
        }

        Scale = new Standardizer(means, deviations);
    }

    /// <summary>Standardized values by channel; NaN where they are bad.</summary>
    public double[][] Columns { get; }

    /// <summary>Mean and deviation of each channel before the split.</summary>
    public Standardizer Scale { get; }

    /// <summary>Which channels never changed before the split: of these there is nothing to learn, and no unit to measure errors in.</summary>
    public bool[] Constant { get; }

    /// <summary>Those channels that changed before the split; all where none did.</summary>
    public int[] Changing => Constant.Contains(false)
        ? [.. Enumerable.Range(0, Constant.Length).Where(c => !Constant[c])]
        : [.. Enumerable.Range(0, Constant.Length)];

    /// <summary>Samples in all.</summary>
    public int Length { get; }

    /// <summary>Samples before this one are fitted, those from it on judge.</summary>
    public int Split { get; }

    /// <summary>Steps that are forecast.</summary>
    public int Horizon { get; }

    /// <summary>Name of a channel.</summary>
    public string NameOf(int channel) => _series.Channels[channel].Name;

    /// <summary>One day in samples; 0 where a day is no whole number of samples or just one.</summary>
    public int Day => _series.SamplePeriod > TimeSpan.Zero && TimeSpan.TicksPerDay % _series.SamplePeriod.Ticks == 0 && _series.SamplePeriod < TimeSpan.FromDays(1)
        ? (int)(TimeSpan.TicksPerDay / _series.SamplePeriod.Ticks)
        : 0;

    /// <summary>Stretches of windows of one channel, one a sample, that are good throughout and whose targets lie within the given samples.</summary>
    public IEnumerable<(int Start, int Windows)> Stretches(int channel, int lookBack, int firstTarget, int end)
    {
        var (good, length, last) = (_goodUntil[channel], lookBack + Horizon, end - lookBack - Horizon);
        for (var start = Math.Max(0, firstTarget - lookBack); start <= last;)
        {
            if (good[start] >= length)
            {
                var windows = Math.Min(good[start] - length, last - start) + 1;
                yield return (start, windows);
                start += windows;
            }
            else
            {
                start += Math.Max(1, good[start]);
            }
        }
    }

    /// <summary>Stretches of good samples of one channel before the split, at least so long.</summary>
    public IEnumerable<(int Start, int Samples)> Fitted(int channel, int least)
    {
        for (var start = 0; start < Split; start++)
        {
            var samples = Math.Min(_goodUntil[channel][start], Split - start);
            if (samples >= least)
            {
                yield return (start, samples);
            }

            start += samples;
        }
    }

    /// <summary>The moments of one channel's windows whose targets lie within the given samples.</summary>
    public WindowMoments Moments(int channel, int lookBack, int firstTarget, int end, IReadOnlyList<TimeSpan> calendar)
    {
        var moments = new WindowMoments(lookBack + Horizon, 2 * calendar.Count);
        foreach (var (start, windows) in Stretches(channel, lookBack, firstTarget, end))
        {
            var extras = new double[windows * moments.Extras];
            for (var w = 0; w < windows && calendar.Count > 0; w++)
            {
                Phases(calendar, start + w + lookBack, extras.AsSpan(w * moments.Extras, moments.Extras));
            }

            moments.Add(Columns[channel].AsSpan(start, windows + moments.Length - 1), extras);
        }

        return moments;
    }

    /// <summary>Requires what calendar features need; without them a series need not say when it began.</summary>
    /// <exception cref="InvalidRequestException">The series does not say when it began.</exception>
    public static void RequireStart(Series series, IReadOnlyCollection<TimeSpan> calendar) => InvalidRequestException.Require(
        calendar.Count == 0 || series.Start is not null,
        "series.start",
        "is not given; the calendar features of the forecaster need the time of the first sample; give the data a column with times, or fit without a calendar");

    /// <summary>Where in each cycle of the calendar a sample lies; nothing where there is no calendar.</summary>
    /// <exception cref="InvalidRequestException">The series does not say when it began.</exception>
    public void Phases(IReadOnlyList<TimeSpan> calendar, int sample, Span<double> phases)
    {
        RequireStart(_series, calendar);
        if (calendar.Count > 0)
        {
            CalendarPhases.Fill(calendar, _series.Start!.Value + (sample * _series.SamplePeriod), phases);
        }
    }
}
