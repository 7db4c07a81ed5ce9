namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>A detector that says which channels are to blame.</summary>
public interface IBlamingDetector : IStreamingDetector
{
    /// <summary>What each channel adds to the score of the last row; not negative.</summary>
    /// <param name="contributions">Receives one value a channel.</param>
    void Blame(Span<double> contributions);
}
