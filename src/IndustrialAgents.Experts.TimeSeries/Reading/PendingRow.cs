namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>The row that arrived last, together with others of the same time.</summary>
internal sealed class PendingRow(int width, int labels, DuplicateRows duplicates)
{
    private readonly float[] _values = new float[width];
    private readonly SampleQuality[] _quality = new SampleQuality[width];
    private readonly GridChannel[] _means = new GridChannel[duplicates == DuplicateRows.Mean ? width : 0];
    private readonly float[] _labels = CreateEmpty(labels);
    private readonly float[] _previous = CreateEmpty(labels);

    public bool Any { get; private set; }

    public long Ticks { get; private set; }

    public ReadOnlySpan<float> Labels => _labels;

    /// <summary>Labels of the row before.</summary>
    public ReadOnlySpan<float> PreviousLabels => _previous;

    public void Add(long ticks, ReadOnlySpan<float> values, ReadOnlySpan<SampleQuality> quality, ReadOnlySpan<float> labels)
    {
        if (!Any)
        {
            _labels.CopyTo(_previous, 0);
        }

        (Any, Ticks) = (true, ticks);
        labels.CopyTo(_labels);
        for (var c = 0; c < values.Length; c++)
        {
            // A value that is not finite is none, whatever is said of it.
            var judged = !float.IsFinite(values[c]) ? SampleQuality.Bad : quality.IsEmpty ? SampleQuality.Good : quality[c];
            (_values[c], _quality[c]) = (judged == SampleQuality.Bad ? float.NaN : values[c], judged);
            if (_means.Length > 0)
            {
                _means[c].Gather((_values[c], judged));
            }
        }
    }

    /// <summary>A channel's value, of all rows of this time.</summary>
    public (float Value, SampleQuality Quality) Of(int channel)
    {
        if (_means.Length > 0)
        {
            var (mean, any) = _means[channel].TakeMean();
            (_values[channel], _quality[channel]) = any ? mean : (_values[channel], _quality[channel]);
        }

        return (_values[channel], _quality[channel]);
    }

    public void Clear() => Any = false;

    private static float[] CreateEmpty(int length)
    {
        var values = new float[length];
        Array.Fill(values, float.NaN);
        return values;
    }
}
