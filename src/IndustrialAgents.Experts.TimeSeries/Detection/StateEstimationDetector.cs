using System.Numerics.Tensors;

namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>
/// A <see cref="StateEstimationModel"/> that judges rows as they arrive, without allocating. A missing value stands as its channel's last good one.
/// </summary>
/// <param name="model">The model.</param>
public sealed class StateEstimationDetector(StateEstimationModel model) : IBlamingDetector
{
    private readonly ChannelHold _hold = new(model.Channels.Count);
    private readonly double[] _standardized = new double[model.Channels.Count];
    private readonly double[] _estimate = new double[model.Channels.Count];
    private readonly double[] _squares = new double[model.Channels.Count];

    /// <inheritdoc/>
    public int Channels => model.Channels.Count;

    /// <summary>1: scores are multiples of the limit.</summary>
    public double Threshold => 1;

    /// <inheritdoc/>
    public double Push(ReadOnlySpan<float> row)
    {
        if (!_hold.Push(row))
        {
            return double.NaN;
        }

        model.Squares(_hold.Row, _standardized, _estimate, _squares);
        return TensorPrimitives.Sum<double>(_squares) / (Channels * model.Limit);
    }

    /// <summary>What each channel adds to the score of the last row, as multiples of the limit.</summary>
    /// <param name="contributions">Receives one value a channel.</param>
    public void Blame(Span<double> contributions) => TensorPrimitives.Divide(_squares, Channels * model.Limit, contributions[..Channels]);

    /// <inheritdoc/>
    public void Reset()
    {
        _hold.Clear();
        _squares.AsSpan().Clear();
    }
}
