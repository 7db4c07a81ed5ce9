namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>What <see cref="SpectralFeatures"/> are taken from a window.</summary>
public sealed record SpectrumOptions
{
    /// <summary>
    /// Samples of a segment; segments overlap by half and are averaged (Welch 1967). Null takes a quarter of the window, or all of a window of fewer than
    /// 64 samples.
    /// </summary>
    public int? Segment { get; init; }

    /// <summary>Whether features are logarithms of power, or amplitudes.</summary>
    public SpectrumScale Scale { get; init; }
}
