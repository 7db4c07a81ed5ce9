using System.Numerics.Tensors;

namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>The windows of a series as rows of features and targets: each channel on its own, in its deviations, minus the look-back's last value.</summary>
internal sealed class ForecastWindows
{
    private readonly int _lookBack;
    private readonly int _horizon;
    private readonly int[] _goodUntil;

    public ForecastWindows(Series series, ReadOnlySpan<double> deviations, int lookBack, int horizon)
    {
        (_lookBack, _horizon) = (lookBack, horizon);
        Columns = new float[series.Channels.Count][];
        for (var c = 0; c < Columns.Length; c++)
        {
            Columns[c] = new float[series.Length];
            for (var t = 0; t < series.Length; t++)
            {
                Columns[c][t] = (float)(series[t][c] / deviations[c]);
            }
        }

        // For each sample, the number of samples from it on that are good without a break.
        _goodUntil = new int[series.Length + 1];
        for (var t = series.Length - 1; t >= 0; t--)
        {
            _goodUntil[t] = GoodRows.IsGood(series, t) ? _goodUntil[t + 1] + 1 : 0;
        }
    }

    /// <summary>The values by channel, in deviations.</summary>
    public float[][] Columns { get; }

    /// <summary>Starts of the windows that are good throughout and whose targets lie within the given samples.</summary>
    public IEnumerable<int> Starts(int firstTarget, int end)
    {
        for (var start = Math.Max(0, firstTarget - _lookBack); start + _lookBack + _horizon <= end; start++)
        {
            if (_goodUntil[start] >= _lookBack + _horizon)
            {
                yield return start;
            }
        }
    }

    /// <summary>Features and targets of one window of one channel.</summary>
    public void Fill(int channel, int start, Span<float> features, Span<float> targets)
    {
        var column = Columns[channel].AsSpan(start, _lookBack + _horizon);
        var last = column[_lookBack - 1];
        TensorPrimitives.Subtract(column[.._lookBack], last, features);
        TensorPrimitives.Subtract(column[_lookBack..], last, targets);
    }
}
