using IndustrialAgents.Learning;

namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>The errors of a map on the part held out: their mean square, and their conformal quantiles by step and channel.</summary>
internal sealed class HeldOutErrors
{
    private const int Block = 8;
    private const int MostWindows = 16_384;
    private readonly ForecastData _data;
    private readonly LinearMap _map;

    /// <exception cref="InvalidRequestException">A channel has no good window in the part held out.</exception>
    public HeldOutErrors(ForecastData data, LinearMap map, IReadOnlyList<double> levels)
    {
        (_data, _map) = (data, map);
        var (width, horizon) = (data.Columns.Length, data.Horizon);
        Offsets = new float[levels.Count * horizon * width];
        var (squares, counts) = (new double[width], new long[width]);
        Parallel.For(0, width, c =>
        {
            var errors = Errors(c);
            counts[c] = (long)errors[0].Length * horizon;
            for (var h = 0; h < horizon; h++)
            {
                foreach (var error in errors[h])
                {
                    squares[c] += error * error;
                }

                Array.Sort(errors[h]);
                for (var level = 0; level < levels.Count; level++)
                {
                    Offsets[(((level * horizon) + h) * width) + c] = Offset(errors[h], levels[level], data.Scale.Deviation[c]);
                }
            }
        });
        for (var c = 0; c < width; c++)
        {
            if (counts[c] == 0)
            {
                throw new InvalidRequestException(
                    "series", $"channel '{data.NameOf(c)}' has no {map.LookBack + horizon} good samples in a row that end in the part held out; fill the gaps, look back less or hold more out");
            }
        }

        Loss = data.Changing.Sum(c => squares[c]) / data.Changing.Sum(c => counts[c]);
    }

    /// <summary>Mean squared error of the channels that changed where they were fitted, in squared deviations.</summary>
    public double Loss { get; }

    /// <summary>What to add to a forecast for each quantile <c>[level, step, channel]</c>, in the channels' units.</summary>
    public float[] Offsets { get; }

    // The forecast itself is the central quantile: shifting it by the median error would make two forecasts of one. A biased part held out can
    // put a quantile on the wrong side of the forecast; quantiles must not cross.
    private static float Offset(double[] errors, double level, double deviation)
    {
        if (level == 0.5 || errors.Length == 0)
        {
            return 0;
        }

        var offset = (float)(ConformalQuantile.Signed(errors, level) * deviation);
        return level < 0.5 ? Math.Min(offset, 0) : Math.Max(offset, 0);
    }

    // Errors of one channel by step. Of more than are kept, one in so many is judged: neighbours differ in one value.
    private double[][] Errors(int channel)
    {
        var (lookBack, horizon) = (_map.LookBack, _data.Horizon);
        var starts = Starts(channel);
        var errors = new double[horizon][];
        for (var h = 0; h < horizon; h++)
        {
            errors[h] = new double[starts.Length];
        }

        var (features, steps) = (new double[Block * _map.Features], new double[Block * horizon]);
        for (var first = 0; first < starts.Length; first += Block)
        {
            var count = Math.Min(Block, starts.Length - first);
            for (var w = 0; w < count; w++)
            {
                var row = features.AsSpan(w * _map.Features, _map.Features);
                _data.Columns[channel].AsSpan(starts[first + w], lookBack).CopyTo(row);
                _data.Phases(_map.Calendar, starts[first + w] + lookBack, row[lookBack..]);
            }

            _map.Apply(channel, features.AsSpan(0, count * _map.Features), steps.AsSpan(0, count * horizon));
            for (var w = 0; w < count; w++)
            {
                var truth = _data.Columns[channel].AsSpan(starts[first + w] + lookBack, horizon);
                for (var h = 0; h < horizon; h++)
                {
                    errors[h][first + w] = truth[h] - steps[(w * horizon) + h];
                }
            }
        }

        return errors;
    }

    private int[] Starts(int channel)
    {
        var stretches = _data.Stretches(channel, _map.LookBack, _data.Split, _data.Length).ToArray();
        var stride = (stretches.Sum(stretch => stretch.Windows) / MostWindows) + 1;
        return [.. stretches.SelectMany(stretch => Enumerable.Range(0, ((stretch.Windows - 1) / stride) + 1).Select(w => stretch.Start + (w * stride)))];
    }
}
