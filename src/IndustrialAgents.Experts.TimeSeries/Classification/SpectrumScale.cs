namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>How a spectrum becomes features.</summary>
public enum SpectrumScale
{
    /// <summary>Natural logarithm of power, with a floor.</summary>
    LogPower,

    /// <summary>Square root of power.</summary>
    Amplitude,
}
