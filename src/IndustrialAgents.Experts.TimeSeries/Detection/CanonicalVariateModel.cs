using IndustrialAgents.Learning;

namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>
/// Canonical variate analysis of normal operation (Larimore 1983; Russell, Chiang, Braatz 2000, doi:10.1016/S0169-7439(00)00058-7): the combinations
/// of the recent past that tell most of the future are the state, the others the residual space, all of unit variance. Two statistics, the sums of
/// squares of both, say how unusual a sample is. Immutable and thread-safe.
/// </summary>
public sealed partial class CanonicalVariateModel
{
    private const int Recent = 10;

    private CanonicalVariateModel(
        IReadOnlyList<SeriesChannel> channels, int lags, int states, Standardizer standardizer, double[] projection, double stateLimit, double residualLimit)
    {
        Channels = channels;
        (Lags, States) = (lags, states);
        Standardizer = standardizer;
        Projection = projection;
        (StateLimit, ResidualLimit) = (stateLimit, residualLimit);
    }

    /// <summary>The channels of a row.</summary>
    public IReadOnlyList<SeriesChannel> Channels { get; }

    /// <summary>Samples that a score looks at.</summary>
    public int Lags { get; }

    /// <summary>Canonical variates that make the state.</summary>
    public int States { get; }

    /// <summary>T² of the state above it is unusual.</summary>
    public double StateLimit { get; }

    /// <summary>T² of the residual space above it is unusual.</summary>
    public double ResidualLimit { get; }

    internal Standardizer Standardizer { get; }

    /// <summary>Values of the past, lags times channels.</summary>
    internal int Width => Lags * Channels.Count;

    /// <summary><c>[lag and channel, variate]</c>; lag 0 is the present sample, the state comes first.</summary>
    internal double[] Projection { get; }

    /// <summary>
    /// What its scores of normal operation are like that it was not fitted on, of the median of the last 10 scores; null where there was too little to fit on parts of
    /// it, or the model was read back. Worked out when it is first asked for, by five more fits.
    /// </summary>
    public ScoreCalibration? Calibration => Calibrator?.Value;

    private Lazy<ScoreCalibration?>? Calibrator { get; init; }

    /// <summary>Fits the model to normal operation. Stretches with a bad value are left out.</summary>
    /// <param name="normal">Samples of normal operation, in order.</param>
    /// <param name="options">How.</param>
    /// <exception cref="InvalidRequestException">Too few stretches are good, every channel is constant, or the options make no sense.</exception>
    public static CanonicalVariateModel Fit(Series normal, CanonicalVariateOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(normal);
        options ??= new CanonicalVariateOptions();
        var width = normal.Channels.Count;
        InvalidRequestException.Require(options.Lags is >= 1 and <= 100, "lags", $"{options.Lags}; from 1 to 100 make sense");
        InvalidRequestException.Require(width > 0 && options.Lags * width <= MaxWidth, "lags", $"{options.Lags} of {width} channels are too many; at most {MaxWidth} values");
        InvalidRequestException.Require(options.States >= 1, "states", $"{options.States}; it must be at least 1");
        InvalidRequestException.Require(options.Ridge > 0 && double.IsFinite(options.Ridge), "ridge", $"{options.Ridge}; it must be positive and finite");
        InvalidRequestException.Require(options.Blocks is >= 1 and <= 100, "blocks", $"{options.Blocks}; from 1 to 100 make sense");
        var standardizer = Standardizer.Fit(GoodRows.Of(normal, 10), width);
        var fit = new CanonicalVariateFit(normal, standardizer, options);
        var states = Math.Min(options.States, options.Lags * width);
        var (state, residual) = fit.Statistics(states);

        // Where the residual space is empty or nothing varies, a limit of nothing would alarm on rounding.
        return new CanonicalVariateModel(
            [.. normal.Channels],
            options.Lags,
            states,
            standardizer,
            fit.Project(),
            Math.Max(options.Limit.From(state), 1e-9),
            Math.Max(options.Limit.From(residual), 1e-9))
        {
            Calibrator = new(() => DetectorCalibration.CrossFit(normal, Recent, part => new CanonicalVariateDetector(Fit(part, options)))),
        };
    }
}
