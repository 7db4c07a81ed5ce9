using System.Numerics.Tensors;

namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>
/// A <see cref="CanonicalVariateModel"/> that judges rows as they arrive, without allocating. A missing value stands as its channel's last good one.
/// </summary>
public sealed class CanonicalVariateDetector : IBlamingDetector
{
    private readonly CanonicalVariateModel _model;
    private readonly ChannelHold _hold;
    private readonly double[] _past;
    private readonly double[] _variates;
    private long _rows;

    /// <summary>Makes a detector that has seen nothing.</summary>
    /// <param name="model">The model.</param>
    public CanonicalVariateDetector(CanonicalVariateModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        _model = model;
        _hold = new ChannelHold(Channels);
        _past = new double[model.Width];
        _variates = new double[model.Width];
    }

    /// <inheritdoc/>
    public int Channels => _model.Channels.Count;

    /// <summary>1: scores are multiples of the limits.</summary>
    public double Threshold => 1;

    /// <inheritdoc/>
    public double Push(ReadOnlySpan<float> row)
    {
        if (!_hold.Push(row))
        {
            return double.NaN;
        }

        _past.AsSpan(0, _past.Length - Channels).CopyTo(_past.AsSpan(Channels));
        _model.Standardizer.Apply(_hold.Row, _past.AsSpan(0, Channels));
        if (++_rows < _model.Lags)
        {
            return double.NaN;
        }

        CanonicalVariateModel.Project(_model.Projection, _past, _variates);
        return Math.Max(
            TensorPrimitives.SumOfSquares<double>(_variates.AsSpan(0, _model.States)) / _model.StateLimit,
            TensorPrimitives.SumOfSquares<double>(_variates.AsSpan(_model.States)) / _model.ResidualLimit);
    }

    /// <summary>What each channel adds to both statistics at the last row, as multiples of their limits; nothing where it speaks against the alarm.</summary>
    /// <param name="contributions">Receives one value a channel.</param>
    public void Blame(Span<double> contributions)
    {
        contributions = contributions[..Channels];
        contributions.Clear();
        for (var at = 0; at < _past.Length; at++)
        {
            var row = _model.Projection.AsSpan(at * _past.Length, _past.Length);
            var state = _past[at] * TensorPrimitives.Dot<double>(row[.._model.States], _variates.AsSpan(0, _model.States));
            var residual = _past[at] * TensorPrimitives.Dot<double>(row[_model.States..], _variates.AsSpan(_model.States));
            contributions[at % Channels] += Math.Max(0, state) / _model.StateLimit;
            contributions[at % Channels] += Math.Max(0, residual) / _model.ResidualLimit;
        }
    }

    /// <inheritdoc/>
    public void Reset()
    {
        _hold.Clear();
        _past.AsSpan().Clear();
        _variates.AsSpan().Clear();
        _rows = 0;
    }
}
