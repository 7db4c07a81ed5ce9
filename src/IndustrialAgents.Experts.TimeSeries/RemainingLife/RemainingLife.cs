using IndustrialAgents.Learning;

namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>
/// Life left of something that wears, from the end of its series: boosted trees and a ridge regression on statistics of the last samples, fitted to
/// runs to failure, with quantiles calibrated on runs held out. Immutable and thread-safe.
/// </summary>
public sealed partial class RemainingLife
{
    private const double LatePart = 1.2;
    private readonly Standardizer _scale;
    private readonly LifeRegression _regression;
    private readonly LifeCalibration _calibration;

    private RemainingLife(LifeNote note, Standardizer scale, LifeRegression regression, LifeCalibration calibration) =>
        (Note, _scale, _regression, _calibration) = (note, scale, regression, calibration);

    /// <summary>The channels of a series.</summary>
    public IReadOnlyList<SeriesChannel> Channels => Note.Channels;

    /// <summary>Most samples at the end of a series that are looked at.</summary>
    public int Window => Note.Window;

    /// <summary>Least samples of a series.</summary>
    public int Least => Note.Least;

    /// <summary>Whether every series begins when the thing was new.</summary>
    public bool FromNew => Note.FromNew;

    /// <summary>Most samples of life that are told apart; an estimate of that much means so much or more.</summary>
    public double Cap => Note.Cap;

    /// <summary>Levels of the quantiles, rising.</summary>
    public IReadOnlyList<double> Levels => Note.Levels;

    /// <summary>Root of the mean squared error in samples on runs held out, every run counted once.</summary>
    public double HeldOutError => Note.HeldOutError;

    private LifeNote Note { get; }

    /// <summary>Fits to runs to failure. Bad samples hold the channel's last good value. The same runs give the same model.</summary>
    /// <param name="runs">Series of the same channels whose last sample is the last before failure, of things of one kind; at least two.</param>
    /// <param name="options">How; the defaults where null.</param>
    /// <param name="cancellationToken">Stops the fit.</param>
    /// <exception cref="InvalidRequestException">There are too few runs, or a run or an option cannot be used; the message says which.</exception>
    public static RemainingLife Fit(IReadOnlyList<Series> runs, RemainingLifeOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new RemainingLifeOptions();
        var training = new LifeTraining(runs, options);
        try
        {
            var (estimates, folds) = (new double[training.Life.Length], Math.Min(options.Folds, runs.Count));
            Parallel.For(0, folds, new ParallelOptions { CancellationToken = cancellationToken }, fold =>
            {
                var without = training.FitWithout(run => run % folds == fold, options, cancellationToken);
                for (var row = 0; row < estimates.Length; row++)
                {
                    if (training.Runs[row] % folds == fold)
                    {
                        estimates[row] = Math.Clamp(without.Predict(training.Features.AsSpan(row * training.Width, training.Width)), 0, options.Cap);
                    }
                }
            });

            // Long before the cap every estimate is the cap and right; such rows would make the quantiles look wider than they are.
            int[] late = [.. Enumerable.Range(0, estimates.Length).Where(row => training.Left[row] <= LatePart * options.Cap)];
            var calibration = LifeCalibration.Fit(
                Array.ConvertAll(late, row => estimates[row]), Array.ConvertAll(late, row => training.Life[row]), Array.ConvertAll(late, row => training.Runs[row]), options.Cap, options.Levels);
            var error = Enumerable.Range(0, estimates.Length).GroupBy(row => training.Runs[row]).Average(run => run.Average(row => Math.Pow(estimates[row] - training.Life[row], 2)));
            var note = new LifeNote(training.Channels, options.Window, options.Least, options.FromNew, options.Cap, options.Unit, [.. options.Levels], Math.Sqrt(error));
            return new RemainingLife(note, training.Scale, training.FitWithout(_ => false, options, cancellationToken), calibration);
        }
        catch (AggregateException e) when (e.InnerException is InvalidStatisticsException inner)
        {
            throw new InvalidRequestException("trees", inner.Message, inner);
        }
    }

    /// <summary>Estimates the life left at the end of a series.</summary>
    /// <param name="series">At least <see cref="Least"/> samples <c>[time, channel]</c>, in the channels' units; the last <see cref="Window"/> are looked at, and where <see cref="FromNew"/> how many there are.</param>
    /// <param name="quantiles">Receives one quantile a level.</param>
    /// <returns>Samples left, 0 to <see cref="Cap"/>.</returns>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    /// <exception cref="InvalidRequestException">The series is too short, or a value is NaN, infinite, or too large for its features to be finite.</exception>
    public double Estimate(ReadOnlySpan<float> series, Span<double> quantiles)
    {
        var width = Channels.Count;
        if (series.Length % width != 0 || quantiles.Length != Levels.Count)
        {
            throw new ArgumentException($"{series.Length} values and {quantiles.Length} quantiles; samples of {width} channels and {Levels.Count} quantiles are needed");
        }

        InvalidRequestException.Require(series.Length >= Least * width, "series", $"{series.Length / width} samples; at least {Least} are needed");
        int? age = Note.FromNew ? series.Length / width : null;
        series = series[^(Math.Min(Window, series.Length / width) * width)..];
        for (var i = 0; i < series.Length; i++)
        {
            InvalidRequestException.Require(float.IsFinite(series[i]), "series", $"{series[i]} at sample {i / width} of the window, channel '{Channels[i % width].Name}'; fill it with the last good value");
        }

        var (standardized, features) = (new double[series.Length], new float[LifeFeatures.Width(width, Note.FromNew)]);
        _scale.Apply(series, standardized);
        LifeFeatures.Compute(standardized, width, Window, age, features);
        InvalidRequestException.Require(Array.TrueForAll(features, float.IsFinite), "series", "has values too large for features that float32 can hold");
        var estimate = Math.Clamp(_regression.Predict(features), 0, Cap);
        var spread = _calibration.Spread(estimate);
        for (var level = 0; level < quantiles.Length; level++)
        {
            quantiles[level] = Math.Clamp(estimate + (spread * _calibration.Offsets[level]), 0, Cap);
        }

        return estimate;
    }
}
