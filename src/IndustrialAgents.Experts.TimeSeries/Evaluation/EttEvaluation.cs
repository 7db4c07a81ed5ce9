using System.Globalization;
using IndustrialAgents.Learning;

namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>
/// Forecasters on ETTh1, oil temperature and loads of a transformer, hourly: rows to 8640 train, to 11520 choose strength and look-back, to 14400
/// test; all seven channels, standardized by the training part; every window whose targets lie in the test part.
/// </summary>
public static class EttEvaluation
{
    private const int TrainRows = 8640;
    private const int TestBegins = 11_520;
    private const int Rows = 14_400;
    private const int Season = 24;
    private static readonly int[] LookBacks = [336, 512, 720];

    private const string Protocol =
        "ETTh1: train rows 0-8640, validation to 11520, test to 14400, stride 1; 7 channels standardized by train; mean over channels and steps";

    /// <summary>Evaluates the forecasters at horizon 96.</summary>
    /// <param name="dataFolder">The data directory, which holds <c>timeseries/ett</c>.</param>
    /// <param name="progress">Told what is being done; null for nobody.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Mean squared and absolute errors of each forecaster, and how often the conformal interval held the value.</returns>
    /// <exception cref="InvalidRequestException">The data is not there or cannot be read.</exception>
    public static Task<IReadOnlyList<Figure>> RunAsync(string dataFolder, IProgress<string>? progress, CancellationToken cancellationToken) =>
        Task.Run<IReadOnlyList<Figure>>(() => Run(dataFolder, 96, progress, cancellationToken), cancellationToken);

    private static List<Figure> Run(string dataFolder, int horizon, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        progress?.Report("ETTh1: reading");
        var series = Read(dataFolder);
        var best = default(RidgeForecaster);
        foreach (var lookBack in LookBacks)
        {
            cancellationToken.ThrowIfCancellationRequested();
            progress?.Report(string.Create(CultureInfo.InvariantCulture, $"ETTh1: fitting look-back {lookBack}"));
            var own = RidgeForecaster.Fit(
                series.Slice(0, TestBegins),
                new RidgeForecasterOptions { LookBack = lookBack, Horizon = horizon, HeldOut = TestBegins - TrainRows, Levels = [0.1, 0.5, 0.9] });
            best = best is null || own.HeldOutLoss < best.HeldOutLoss ? own : best;
        }

        progress?.Report("ETTh1: forecasting the test part");
        var ridge = Score(series, horizon, best!.LookBack, best.Predict, best, cancellationToken);
        var repeat = Score(series, horizon, 1, (window, forecast) => Repeat(window, forecast, series.Channels.Count), null, cancellationToken);
        var seasonal = Score(series, horizon, Season, (window, forecast) => Repeat(window, forecast, series.Channels.Count), null, cancellationToken);
        var chosen = string.Create(CultureInfo.InvariantCulture, $"{Protocol}; look-back {best.LookBack} and ridge strength chosen on validation");
        var at = string.Create(CultureInfo.InvariantCulture, $"ett/h{horizon}");
        return
        [
            new Figure($"{at}/ridge/mse", ridge.Mse, "", chosen, "0.364 to 0.369 the same method in scikit-learn by look-back; published DLinear 0.375, PatchTST/64 0.370, TTM-R2 zero-shot 0.357-0.364"),
            new Figure($"{at}/ridge/mae", ridge.Mae, "", chosen),
            new Figure($"{at}/ridge/coverage80", ridge.Coverage, "", $"{chosen}; share of test values within the 0.1 and 0.9 quantiles, conformal on validation", "0.8 is nominal"),
            new Figure($"{at}/repeat-last/mse", repeat.Mse, "", Protocol, "1.294 in scikit-learn"),
            new Figure($"{at}/repeat-last/mae", repeat.Mae, "", Protocol, "0.713 in scikit-learn"),
            new Figure($"{at}/seasonal-naive/mse", seasonal.Mse, "", Protocol, "0.512 in scikit-learn"),
            new Figure($"{at}/seasonal-naive/mae", seasonal.Mae, "", Protocol, "0.433 in scikit-learn"),
        ];
    }

    private static Series Read(string dataFolder)
    {
        var path = Path.Combine(dataFolder, "timeseries", "ett", "ETTh1.csv");
        if (!File.Exists(path))
        {
            throw new InvalidRequestException("data", $"{path} is not there; give the directory that holds timeseries/ett");
        }

        var series = SeriesReader.ReadFile(path).Series;
        if (series.Length < Rows)
        {
            throw new InvalidRequestException("data", $"{path} has {series.Length} rows; the protocol needs {Rows}");
        }

        series = series.Slice(0, Rows);
        var wide = new double[series.Values.Length];
        Standardizer.Fit(series.Slice(0, TrainRows).Values.Span, series.Channels.Count).Apply(series.Values.Span, wide);
        return series with { Values = Array.ConvertAll(wide, value => (float)value) };
    }

    // The last samples over and over: one of them repeats the last value, a day of them is the seasonal naive forecast.
    private static void Repeat(ReadOnlySpan<float> window, Span<float> forecast, int width)
    {
        for (var i = 0; i < forecast.Length; i++)
        {
            forecast[i] = window[(i / width * width % window.Length) + (i % width)];
        }
    }

    private static (double Mse, double Mae, double Coverage) Score(
        Series series, int horizon, int lookBack, ForecastInto forecast, RidgeForecaster? quantiles, CancellationToken cancellationToken)
    {
        var width = series.Channels.Count;
        var values = series.Values.Span;
        var (said, size) = (new float[horizon * width], horizon * width);
        var band = quantiles is null ? [] : new float[quantiles.Levels.Count * size];
        var (squares, distances, inside, count) = (0.0, 0.0, 0L, 0L);
        for (var first = TestBegins; first + horizon <= Rows; first++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            forecast(values.Slice((first - lookBack) * width, lookBack * width), said);
            quantiles?.AddQuantiles(said, band);
            for (var i = 0; i < size; i++)
            {
                var value = values[(first * width) + i];
                double error = value - said[i];
                squares += error * error;
                distances += Math.Abs(error);
                inside += band.Length > 0 && value >= band[i] && value <= band[^(size - i)] ? 1 : 0;
            }

            count += size;
        }

        return (squares / count, distances / count, (double)inside / count);
    }

    private delegate void ForecastInto(ReadOnlySpan<float> window, Span<float> forecast);
}
