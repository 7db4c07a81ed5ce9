using System.Numerics.Tensors;

namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>
/// A <see cref="RidgeResidualModel"/> that judges rows as they arrive, without allocating. A missing value stands as its channel's last good one.
/// </summary>
public sealed class RidgeResidualDetector : IBlamingDetector
{
    private readonly RidgeResidualModel _model;
    private readonly ChannelHold _hold;
    private readonly int[] _smoothings;
    private readonly double[] _limits;
    private readonly double[] _history;
    private readonly double[] _squares;
    private readonly double[] _predicted;
    private readonly double[] _current;
    private readonly double[] _sum;
    private readonly double[] _blame;
    private long _rows;

    /// <summary>Makes a detector that has seen nothing.</summary>
    /// <param name="model">The model.</param>
    public RidgeResidualDetector(RidgeResidualModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        _model = model;
        _hold = new ChannelHold(Channels);
        (_smoothings, _limits) = ([.. model.Smoothings], [.. model.Limits]);
        _history = new double[model.Lags * Channels];
        _squares = new double[model.Longest * Channels];
        _predicted = new double[Channels];
        _current = new double[Channels];
        _sum = new double[Channels];
        _blame = new double[Channels];
    }

    /// <inheritdoc/>
    public int Channels => _model.Channels.Count;

    /// <summary>1: scores are multiples of the limit.</summary>
    public double Threshold => 1;

    /// <inheritdoc/>
    public double Push(ReadOnlySpan<float> row)
    {
        if (!_hold.Push(row))
        {
            return double.NaN;
        }

        var (width, lags) = (Channels, _model.Lags);
        _model.Standardizer.Apply(_hold.Row, _current);
        if (_rows >= lags)
        {
            var squares = _squares.AsSpan((int)((_rows - lags) % _model.Longest) * width, width);
            Predict();
            TensorPrimitives.Subtract(_current, _predicted, squares);
            TensorPrimitives.Multiply(squares, squares, squares);
        }

        _current.CopyTo(_history.AsSpan((int)(_rows % lags) * width));
        _rows++;
        return _rows > _model.WarmUp ? Judge() : double.NaN;
    }

    /// <summary>What each channel adds to the score of the last row, as multiples of the limit that it exceeds most.</summary>
    /// <param name="contributions">Receives one value a channel.</param>
    public void Blame(Span<double> contributions) => _blame.CopyTo(contributions[..Channels]);

    /// <inheritdoc/>
    public void Reset()
    {
        _hold.Clear();
        _squares.AsSpan().Clear();
        _blame.AsSpan().Clear();
        _rows = 0;
    }

    // Sums from the newest error back, and looks at the sum wherever a smoothing ends; a running sum would gather rounding errors.
    private double Judge()
    {
        var (width, latest, best) = (Channels, _rows - 1 - _model.Lags, double.NegativeInfinity);
        _sum.AsSpan().Clear();
        for (var count = 1; count <= _model.Longest; count++)
        {
            TensorPrimitives.Add(_sum, _squares.AsSpan((int)((latest - count + 1) % _model.Longest) * width, width), _sum);
            for (var s = 0; s < _smoothings.Length; s++)
            {
                var unit = count * width * _limits[s];
                if (_smoothings[s] == count && TensorPrimitives.Sum<double>(_sum) / unit is var score && score > best)
                {
                    best = score;
                    TensorPrimitives.Divide(_sum, unit, _blame);
                }
            }
        }

        return best;
    }

    private void Predict()
    {
        var (width, lags) = (Channels, _model.Lags);
        _model.Intercept.CopyTo(_predicted, 0);
        for (var lag = 0; lag < lags; lag++)
        {
            var past = _history.AsSpan((int)((_rows - 1 - lag) % lags) * width, width);
            for (var c = 0; c < width; c++)
            {
                TensorPrimitives.MultiplyAdd(_model.Weights.AsSpan(((lag * width) + c) * width, width), past[c], _predicted, _predicted);
            }
        }
    }
}
