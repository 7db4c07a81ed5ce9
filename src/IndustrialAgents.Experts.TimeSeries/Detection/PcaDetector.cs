namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>A <see cref="PcaModel"/> that judges rows as they arrive, without allocating. A missing value stands as its channel's last good one.</summary>
/// <param name="model">The model.</param>
public sealed class PcaDetector(PcaModel model) : IBlamingDetector
{
    private readonly ChannelHold _hold = new(model.Channels.Count);
    private readonly PcaScratch _scratch = new(model.Channels.Count, model.Components);

    /// <inheritdoc/>
    public int Channels => model.Channels.Count;

    /// <summary>1: scores are multiples of the limits.</summary>
    public double Threshold => 1;

    /// <inheritdoc/>
    public double Push(ReadOnlySpan<float> row) => _hold.Push(row) ? model.Score(_hold.Row, _scratch).Score : double.NaN;

    /// <summary>What each channel adds to the score of the last row, as multiples of the limits.</summary>
    /// <param name="contributions">Receives one value a channel.</param>
    public void Blame(Span<double> contributions) => model.Contributions(_scratch, contributions[..Channels]);

    /// <inheritdoc/>
    public void Reset()
    {
        _hold.Clear();
        _scratch.Standardized.AsSpan().Clear();
        _scratch.Error.AsSpan().Clear();
        _scratch.Scaled.AsSpan().Clear();
    }
}
