using System.Globalization;
using IndustrialAgents.Learning;

namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>
/// Forecasters on ETTh1, oil temperature and loads of a transformer, hourly (Zhou et al. 2021, arXiv:2012.07436): rows to 8640 train, to 11520
/// choose settings, to 14400 test; all seven channels, standardized by the training part; every window whose targets lie in the test part. ETTh2,
/// where it lies beside, is measured the same way.
/// </summary>
public static class EttEvaluation
{
    private const int TrainRows = 8640;
    private const int TestBegins = 11_520;
    private const int Rows = 14_400;
    private static readonly int[] Horizons = [24, 96, 336, 720];
    private static readonly string[] Sets = ["ETTh1", "ETTh2"];

    /// <summary>Evaluates the forecasters at horizons 24, 96, 336 and 720.</summary>
    /// <param name="dataFolder">The data directory, which holds <c>timeseries/ett</c>.</param>
    /// <param name="progress">Told what is being done; null for nobody.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Mean squared and absolute errors of each forecaster, and how often the conformal interval held the value.</returns>
    /// <exception cref="InvalidRequestException">The data is not there or cannot be read.</exception>
    public static Task<IReadOnlyList<Figure>> RunAsync(string dataFolder, IProgress<string>? progress, CancellationToken cancellationToken) =>
        RunAsync(dataFolder, Horizons, progress, cancellationToken);

    /// <summary>Evaluates the forecasters at some horizons.</summary>
    /// <inheritdoc cref="RunAsync(string, IProgress{string}?, CancellationToken)"/>
    /// <param name="dataFolder">The data directory, which holds <c>timeseries/ett</c>.</param>
    /// <param name="horizons">Steps to forecast, one evaluation each.</param>
    /// <param name="progress">Told what is being done; null for nobody.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static Task<IReadOnlyList<Figure>> RunAsync(
        string dataFolder, IReadOnlyList<int> horizons, IProgress<string>? progress, CancellationToken cancellationToken) =>
        Task.Run<IReadOnlyList<Figure>>(
            () =>
            {
                var folder = Path.Combine(dataFolder, "timeseries", "ett");
                string[] sets = [.. Sets.Where(set => File.Exists(Path.Combine(folder, $"{set}.csv")))];
                return sets.Length > 0
                    ? [.. sets.SelectMany(set => Run(folder, set, horizons, progress, cancellationToken))]
                    : throw new InvalidRequestException("data", $"{Path.Combine(folder, "ETTh1.csv")} is not there; give the directory that holds timeseries/ett");
            },
            cancellationToken);

    private static List<Figure> Run(string folder, string set, IReadOnlyList<int> horizons, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        progress?.Report($"{set}: reading");
        var series = Read(Path.Combine(folder, $"{set}.csv"));
        var figures = new List<Figure>();
        foreach (var horizon in horizons)
        {
            var at = string.Create(CultureInfo.InvariantCulture, $"ett/{(set == "ETTh1" ? "" : "etth2/")}h{horizon}");
            foreach (var (name, method, rule) in EttMethods.All)
            {
                cancellationToken.ThrowIfCancellationRequested();
                progress?.Report(string.Create(CultureInfo.InvariantCulture, $"{set}, horizon {horizon}: {name}"));
                var forecaster = Forecaster.Fit(
                    series.Slice(0, TestBegins), method, new ForecasterOptions { Horizon = horizon, HeldOut = TestBegins - TrainRows, Levels = [0.1, 0.5, 0.9] });
                var score = ForecastScore.Of(forecaster, series, TestBegins, cancellationToken);
                var protocol = $"{set}: train rows 0-8640, validation to 11520, test to 14400, stride 1; 7 channels standardized by train; mean over channels and steps; {rule}"
                    + (forecaster.Reason is { } reason ? $": {reason}" : "");
                var reference = set == "ETTh1" ? EttMethods.Reference(name, horizon) : null;
                figures.Add(new Figure($"{at}/{name}/mse", score.Mse, "", protocol, reference));
                figures.Add(new Figure($"{at}/{name}/mae", score.Mae, "", protocol, reference));
                if (name == EttMethods.Selected)
                {
                    figures.Add(new Figure(
                        $"{at}/{name}/coverage80", score.Coverage, "", $"{protocol}; share of test values within the 0.1 and 0.9 quantiles, conformal on validation", "0.8 is nominal"));
                }
            }
        }

        return figures;
    }

    private static Series Read(string path)
    {
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
}
