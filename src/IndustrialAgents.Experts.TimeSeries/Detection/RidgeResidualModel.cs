using IndustrialAgents.Learning;

namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>
/// Predicts each sample of all channels from the few before it, by a vector autoregression with ridge penalty, and takes the mean squared error
/// over channels and the last samples, few and many, for a score: what breaks the dynamics of normal operation shows, even within its range. Immutable and
/// thread-safe.
/// </summary>
public sealed partial class RidgeResidualModel
{
    private const int MaxSmoothings = 64;
    private const int MaxSmoothing = 10_000;
    private const int Recent = 1;
    private readonly int[] _smoothings;
    private readonly double[] _limits;

    private RidgeResidualModel(
        IReadOnlyList<SeriesChannel> channels, int lags, int[] smoothings, Standardizer standardizer, double[] weights, double[] intercept, double[] limits)
    {
        Channels = channels;
        Lags = lags;
        (_smoothings, _limits) = (smoothings, limits);
        Standardizer = standardizer;
        (Weights, Intercept) = (weights, intercept);
        Longest = smoothings.Max();
    }

    /// <summary>The channels of a row.</summary>
    public IReadOnlyList<SeriesChannel> Channels { get; }

    /// <summary>Samples from which the next one is predicted.</summary>
    public int Lags { get; }

    /// <summary>Numbers of samples over which the squared error is averaged.</summary>
    public IReadOnlyList<int> Smoothings => _smoothings;

    /// <summary>Mean squared error of each smoothing, in squared deviations, above which a sample is unusual.</summary>
    public IReadOnlyList<double> Limits => _limits;

    /// <summary>Samples before the first score.</summary>
    public int WarmUp => Lags + Longest - 1;

    /// <summary>The longest smoothing.</summary>
    internal int Longest { get; }

    internal Standardizer Standardizer { get; }

    /// <summary><c>[lag, channel, predicted channel]</c>; lag 0 is the sample just before.</summary>
    internal double[] Weights { get; }

    internal double[] Intercept { get; }

    /// <summary>
    /// What its scores of normal operation are like that it was not fitted on; null where there was too little to fit on parts of
    /// it, or the model was read back. Worked out when it is first asked for, by five more fits.
    /// </summary>
    public ScoreCalibration? Calibration => Calibrator?.Value;

    private Lazy<ScoreCalibration?>? Calibrator { get; init; }

    /// <summary>Fits the model to normal operation. Stretches with a bad value are left out.</summary>
    /// <param name="normal">Samples of normal operation, in order.</param>
    /// <param name="options">How.</param>
    /// <exception cref="InvalidRequestException">Too few stretches are good, or the options make no sense.</exception>
    public static RidgeResidualModel Fit(Series normal, RidgeResidualOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(normal);
        options ??= new RidgeResidualOptions();
        InvalidRequestException.Require(options.Lags is >= 1 and <= 512, "lags", $"{options.Lags}; from 1 to 512 make sense");
        InvalidRequestException.Require(options.Smoothings.Count is >= 1 and <= MaxSmoothings, "smoothings", $"{options.Smoothings.Count} of them; from 1 to {MaxSmoothings} make sense");
        InvalidRequestException.Require(options.Smoothings.All(count => count is >= 1 and <= MaxSmoothing), "smoothings", $"{string.Join(", ", options.Smoothings)}; from 1 to {MaxSmoothing} samples make sense");
        InvalidRequestException.Require(options.Blocks is >= 1 and <= 100, "blocks", $"{options.Blocks}; from 1 to 100 make sense");
        InvalidRequestException.Require(options.Strength > 0 && double.IsFinite(options.Strength), "strength", $"{options.Strength}; it must be positive and finite");
        var width = normal.Channels.Count;
        InvalidRequestException.Require(width > 0 && options.Lags * width <= RidgeStatistics.MaxWidth, "lags", $"{options.Lags} of {width} channels are too many; at most {RidgeStatistics.MaxWidth} values");
        var standardizer = Standardizer.Fit(GoodRows.Of(normal, 10), width);
        var errors = new ResidualErrors(normal, standardizer, options);
        var head = errors.Solve();
        var limits = Array.ConvertAll(errors.Means(), means => Math.Max(options.Limit.From(means), 1e-9));
        return new RidgeResidualModel([.. normal.Channels], options.Lags, [.. options.Smoothings], standardizer, [.. head.Weights], [.. head.Intercept], limits)
        {
            Calibrator = new(() => DetectorCalibration.CrossFit(normal, Recent, part => new RidgeResidualDetector(Fit(part, options)))),
        };
    }
}
