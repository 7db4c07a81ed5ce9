using System.Text.Json.Serialization;
using IndustrialAgents.Learning;

namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>
/// What a <see cref="SeriesClassifierLearner"/> decided once, from its first windows: everything but the sums and the classes. Learners with the
/// same recipe merge, since the same sums then give the same weights.
/// </summary>
internal sealed record ClassifierRecipe
{
    /// <summary>The channels of a window.</summary>
    public required IReadOnlyList<SeriesChannel> Channels { get; init; }

    /// <summary>Time between samples.</summary>
    public required TimeSpan SamplePeriod { get; init; }

    /// <summary>Samples of a window.</summary>
    public required int Length { get; init; }

    /// <summary>What is taken off each channel.</summary>
    public required IReadOnlyList<double> Means { get; init; }

    /// <summary>What the rest is divided by.</summary>
    public required IReadOnlyList<double> Deviations { get; init; }

    /// <summary>The spectrum; null where it is not used.</summary>
    public SpectrumOptions? Spectrum { get; init; }

    /// <summary>MiniRocket; null where it is not used.</summary>
    public MiniRocketOptions? MiniRocket { get; init; }

    /// <summary>MiniRocket's biases.</summary>
    public IReadOnlyList<float> Biases { get; init; } = [];

    /// <summary>What is taken off each feature.</summary>
    public required IReadOnlyList<double> FeatureMeans { get; init; }

    /// <summary>What the rest is multiplied by.</summary>
    public required IReadOnlyList<double> FeatureFactors { get; init; }

    /// <summary>The ridge strength for each row.</summary>
    public required double StrengthPerRow { get; init; }

    /// <summary>What scores are divided by before the softmax.</summary>
    public required double Temperature { get; init; }

    /// <summary>Signal-to-noise ratios of the copies of each window, in dB.</summary>
    public required IReadOnlyList<double> Noise { get; init; }

    /// <summary>Seed of the noise.</summary>
    public required int Seed { get; init; }

    /// <summary>Share of the first windows whose class was found while their fold was held out.</summary>
    public required double HeldOutAccuracy { get; init; }

    /// <summary>What is wrong with it beside its features; null where nothing is.</summary>
    [JsonIgnore]
    public string? Fault
    {
        get
        {
            var width = Channels?.Count ?? 0;
            return width == 0 || Noise is null || Biases is null || FeatureMeans is null || FeatureFactors is null || (Spectrum is null && MiniRocket is null) ? "is incomplete"
                : Length is < 4 or > 1 << 20 || SamplePeriod <= TimeSpan.Zero ? $"has windows of {Length} samples {SamplePeriod} apart"
                : Means?.Count != width || Deviations?.Count != width || !Means.All(double.IsFinite) || !Deviations.All(value => value > 0 && double.IsFinite(value)) ? "has no scale of each channel"
                : FeatureMeans.Count != FeatureFactors.Count || !FeatureMeans.All(double.IsFinite) || !FeatureFactors.All(value => value > 0 && double.IsFinite(value)) ? "has no scale of each feature"
                : !(StrengthPerRow > 0) || !double.IsFinite(StrengthPerRow) || !(Temperature > 0) || !double.IsFinite(Temperature) ? $"has strength {StrengthPerRow} and temperature {Temperature}"
                : !Noise.All(decibels => decibels is >= -60 and <= 120) ? "has noise out of range"
                : null;
        }
    }

    /// <summary>The features.</summary>
    /// <exception cref="InvalidStatisticsException">The options, biases and scales do not fit together.</exception>
    public WindowFeatures Features()
    {
        try
        {
            var spectrum = Spectrum is null ? null : new SpectralFeatures(Length, Channels.Count, Spectrum);
            var rocket = MiniRocket is null ? null
                : Length >= TimeSeries.MiniRocket.MinLength && MiniRocket.Features is >= MiniRocketPlan.Kernels and <= SeriesClassifierLearner.MaxFeatures && Biases.All(float.IsFinite)
                    ? new MiniRocket(Length, Channels.Count, MiniRocket, [.. Biases])
                    : throw new InvalidStatisticsException($"{MiniRocket.Features} MiniRocket features of windows of {Length} samples cannot be used; restore the folder, or fit it anew");
            var features = new WindowFeatures(spectrum, rocket);
            return features.Width == FeatureMeans.Count && (rocket?.Features ?? 0) == Biases.Count
                ? features
                : throw new InvalidStatisticsException($"{FeatureMeans.Count} scales and {Biases.Count} biases are not those of {features.Width} features; restore the folder, or fit it anew");
        }
        catch (InvalidRequestException e)
        {
            throw new InvalidStatisticsException($"{e.Message}; restore the folder, or fit it anew", e);
        }
    }
}
