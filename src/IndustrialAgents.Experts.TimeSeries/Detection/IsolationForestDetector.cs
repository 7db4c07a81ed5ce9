namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>An <see cref="IsolationForest"/> that judges rows as they arrive, without allocating. A missing value stands as its channel's last good one.</summary>
/// <param name="forest">The forest.</param>
public sealed class IsolationForestDetector(IsolationForest forest) : IBlamingDetector
{
    private readonly ChannelHold _hold = new(forest.Channels.Count);
    private readonly float[] _row = new float[forest.Channels.Count];

    /// <inheritdoc/>
    public int Channels => forest.Channels.Count;

    /// <summary>1: scores are multiples of the limit.</summary>
    public double Threshold => 1;

    /// <inheritdoc/>
    public double Push(ReadOnlySpan<float> row)
    {
        var whole = _hold.Push(row);
        _hold.Row.CopyTo(_row);
        return whole ? forest.Score(_row) : double.NaN;
    }

    /// <summary>What each channel adds to the score of the last row, as <see cref="IsolationForest.Contributions"/> has it.</summary>
    /// <param name="contributions">Receives one value a channel.</param>
    public void Blame(Span<double> contributions) => forest.Contributions(_row, contributions[..Channels]);

    /// <inheritdoc/>
    public void Reset()
    {
        _hold.Clear();
        _row.AsSpan().Clear();
    }
}
