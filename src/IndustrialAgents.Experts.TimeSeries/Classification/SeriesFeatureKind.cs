namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>What a <see cref="SeriesClassifier"/> sees of a window.</summary>
public enum SeriesFeatureKind
{
    /// <summary>That of the others with the least squared error on windows held out.</summary>
    Selected,

    /// <summary><see cref="SpectralFeatures"/>.</summary>
    Spectrum,

    /// <summary><see cref="MiniRocket"/>.</summary>
    MiniRocket,

    /// <summary>Both, each with the same weight.</summary>
    Both,
}
