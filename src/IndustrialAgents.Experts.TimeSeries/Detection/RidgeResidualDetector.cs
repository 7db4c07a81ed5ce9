using System.Numerics.Tensors;

namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>
/// A <see cref="RidgeResidualModel"/> that judges rows as they arrive, without allocating. A missing value stands as its channel's last good one.
/// </summary>
public sealed class RidgeResidualDetector : IStreamingDetector
{
    private readonly RidgeResidualModel _model;
    private readonly ChannelHold _hold;
    private readonly double[] _history;
    private readonly double[] _squares;
    private readonly double[] _predicted;
    private readonly double[] _current;
    private long _rows;

    /// <summary>Makes a detector that has seen nothing.</summary>
    /// <param name="model">The model.</param>
    public RidgeResidualDetector(RidgeResidualModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        _model = model;
        _hold = new ChannelHold(Channels);
        _history = new double[model.Lags * Channels];
        _squares = new double[model.Smoothing * Channels];
        _predicted = new double[Channels];
        _current = new double[Channels];
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
            var squares = _squares.AsSpan((int)((_rows - lags) % _model.Smoothing) * width, width);
            Predict();
            TensorPrimitives.Subtract(_current, _predicted, squares);
            TensorPrimitives.Multiply(squares, squares, squares);
        }

        _current.CopyTo(_history.AsSpan((int)(_rows % lags) * width));
        _rows++;
        return _rows > _model.WarmUp ? TensorPrimitives.Sum<double>(_squares) / (_model.Smoothing * (double)width * _model.Limit) : double.NaN;
    }

    /// <summary>What each channel adds to the score of the last row, as multiples of the limit.</summary>
    /// <param name="contributions">Receives one value a channel.</param>
    public void Blame(Span<double> contributions)
    {
        contributions = contributions[..Channels];
        contributions.Clear();
        for (var at = 0; at < _squares.Length; at += Channels)
        {
            TensorPrimitives.Add(contributions, _squares.AsSpan(at, Channels), contributions);
        }

        TensorPrimitives.Divide(contributions, _model.Smoothing * (double)Channels * _model.Limit, contributions);
    }

    /// <inheritdoc/>
    public void Reset()
    {
        _hold.Clear();
        _squares.AsSpan().Clear();
        _rows = 0;
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
