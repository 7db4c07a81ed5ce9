using IndustrialAgents.Learning;

namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>One-step errors of a vector autoregression on the samples that it is fitted on, and on blocks that were left out of the fit.</summary>
internal sealed class ResidualErrors
{
    private readonly RidgeResidualOptions _options;
    private readonly Series _normal;
    private readonly double[] _values;
    private readonly double[] _features;
    private readonly int[] _goodBefore;
    private readonly RidgeStatistics[] _parts;
    private readonly RidgeStatistics _all;

    /// <summary>Collects the statistics of a series, block by block.</summary>
    /// <exception cref="InvalidRequestException">A block has fewer than 10 samples that follow good ones.</exception>
    public ResidualErrors(Series normal, Standardizer standardizer, RidgeResidualOptions options)
    {
        (_normal, _options) = (normal, options);
        var width = normal.Channels.Count;
        _values = new double[normal.Values.Length];
        standardizer.Apply(normal.Values.Span, _values);
        _features = new double[options.Lags * width];
        _goodBefore = new int[normal.Length];
        for (var (t, good) = (0, 0); t < normal.Length; t++)
        {
            good = GoodRows.IsGood(normal, t) ? good + 1 : 0;
            _goodBefore[t] = good - 1;
        }

        _parts = [.. Enumerable.Range(0, options.Blocks).Select(_ => new RidgeStatistics(_features.Length, width))];
        _all = new RidgeStatistics(_features.Length, width);
        for (var t = 0; t < normal.Length; t++)
        {
            if (_goodBefore[t] >= options.Lags)
            {
                _parts[BlockOf(t)].Add(Features(t), _values.AsSpan(t * width, width));
            }
        }

        foreach (var part in _parts)
        {
            InvalidRequestException.Require(part.Count >= 10, "series", $"{part.Count} samples follow {options.Lags} good ones in one of {options.Blocks} blocks; fitting needs 10");
            _all.Merge(part);
        }
    }

    /// <summary>The weights of all samples.</summary>
    public RidgeHead Solve() => RidgeHead.Solve(_all, _options.Strength);

    /// <summary>For each smoothing the means of squared errors over samples and channels, at every sample that ends a good stretch of the longest.</summary>
    /// <exception cref="InvalidRequestException">There are fewer than 10.</exception>
    public double[][] Means()
    {
        var longest = _options.Smoothings.Max();
        var squares = Squares();
        var means = Array.ConvertAll([.. _options.Smoothings], _ => new List<double>(squares.Length));
        for (var t = 0; t < squares.Length; t++)
        {
            if (_goodBefore[t] < _options.Lags + longest - 1)
            {
                continue;
            }

            for (var s = 0; s < means.Length; s++)
            {
                var count = _options.Smoothings[s];
                means[s].Add(squares.AsSpan(t - count + 1, count).ToArray().Average());
            }
        }

        InvalidRequestException.Require(means[0].Count >= 10, "series", $"{means[0].Count} samples follow {_options.Lags + longest - 1} good ones; fitting needs 10");
        return Array.ConvertAll(means, list => list.ToArray());
    }

    private double[] Squares()
    {
        var width = _normal.Channels.Count;
        var heads = Array.ConvertAll(_parts, Without);
        var (squares, predicted) = (new double[_normal.Length], new double[width]);
        for (var t = 0; t < squares.Length; t++)
        {
            if (_goodBefore[t] < _options.Lags)
            {
                continue;
            }

            heads[BlockOf(t)].Predict(Features(t), predicted);
            for (var c = 0; c < width; c++)
            {
                var error = _values[(t * width) + c] - predicted[c];
                squares[t] += error * error / width;
            }
        }

        return squares;
    }

    private RidgeHead Without(RidgeStatistics part)
    {
        var rest = _all.Clone();
        if (_parts.Length > 1)
        {
            rest.Remove(part);
        }

        return RidgeHead.Solve(rest, _options.Strength);
    }

    private double[] Features(int t)
    {
        var width = _normal.Channels.Count;
        for (var lag = 0; lag < _options.Lags; lag++)
        {
            _values.AsSpan((t - 1 - lag) * width, width).CopyTo(_features.AsSpan(lag * width));
        }

        return _features;
    }

    private int BlockOf(int t) => (int)((long)t * _parts.Length / _normal.Length);
}
