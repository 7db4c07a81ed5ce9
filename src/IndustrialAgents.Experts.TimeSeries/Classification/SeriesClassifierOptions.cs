namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>How a <see cref="SeriesClassifier"/> is fitted.</summary>
public sealed record SeriesClassifierOptions
{
    /// <summary>What it sees of a window.</summary>
    public SeriesFeatureKind Features { get; init; }

    /// <summary>Which spectrum.</summary>
    public SpectrumOptions Spectrum { get; init; } = new();

    /// <summary>How many MiniRocket features.</summary>
    public MiniRocketOptions MiniRocket { get; init; } = new();

    /// <summary>
    /// Signal-to-noise ratios in dB; each training window is fitted once as it is and once more for each of these, with white noise added to every
    /// channel. For plants where sensors will be noisier than in the recordings; costs a little accuracy where they are not.
    /// </summary>
    public IReadOnlyList<double> Noise { get; init; } = [];

    /// <summary>Parts of the windows that are held out in turn to choose features, ridge strength and temperature, at least 2. Noisy copies go with their window.</summary>
    public int Folds { get; init; } = 5;

    /// <summary>Seed of the noise.</summary>
    public int Seed { get; init; }
}
