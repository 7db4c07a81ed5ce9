namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>One channel on its way to a grid: its last row, the rows of the sample that is gathered, and the next sample to be written.</summary>
internal struct GridChannel
{
    private float _value;
    private SampleQuality _quality;
    private double _sum;
    private int _count;
    private bool _anyBad;
    private SampleQuality _worst;

    /// <summary>Index of the next sample.</summary>
    public long Next { get; set; }

    /// <summary>Time of the last row.</summary>
    public long Time { get; private set; }

    /// <summary>Whether there was one.</summary>
    public bool Any { get; private set; }

    public void Remember(long time, (float Value, SampleQuality Quality) row) => (Time, _value, _quality, Any) = (time, row.Value, row.Quality, true);

    /// <summary>The straight line from the last row to the next one, at a time between.</summary>
    public readonly (float Value, SampleQuality Quality) Between(long at, long time, (float Value, SampleQuality Quality) row, long maxGap)
    {
        if (!Any || time - Time > maxGap || _quality == SampleQuality.Bad || row.Quality == SampleQuality.Bad)
        {
            return (float.NaN, SampleQuality.Bad);
        }

        var share = (double)(at - Time) / (time - Time);
        var value = (float)(_value + (share * ((double)row.Value - _value)));
        return (Math.Clamp(value, Math.Min(_value, row.Value), Math.Max(_value, row.Value)), Worse(Worse(_quality, row.Quality), SampleQuality.Uncertain));
    }

    /// <summary>The last row's value: as it is for a period, then of uncertain quality, then none.</summary>
    public readonly (float Value, SampleQuality Quality) Held(long at, long period, long maxGap) =>
        !Any || _quality == SampleQuality.Bad || (at - Time >= period && at - Time > maxGap) ? (float.NaN, SampleQuality.Bad)
        : at - Time < period ? (_value, _quality)
        : (_value, Worse(_quality, SampleQuality.Uncertain));

    public void Gather((float Value, SampleQuality Quality) row)
    {
        if (row.Quality == SampleQuality.Bad)
        {
            _anyBad = true;
            return;
        }

        _sum += row.Value;
        _count++;
        _worst = Worse(_worst, row.Quality);
    }

    /// <summary>The mean of what was gathered, which is forgotten; whether there was anything.</summary>
    public ((float Value, SampleQuality Quality) Mean, bool Any) TakeMean()
    {
        var any = _count > 0 || _anyBad;
        var quality = _count == 0 ? SampleQuality.Bad : _anyBad ? Worse(_worst, SampleQuality.Uncertain) : _worst;
        var mean = _count == 0 ? float.NaN : (float)(_sum / _count);
        (_sum, _count, _anyBad, _worst) = (0, 0, false, SampleQuality.Good);
        return ((mean, quality), any);
    }

    private static SampleQuality Worse(SampleQuality one, SampleQuality other) => one > other ? one : other;
}
