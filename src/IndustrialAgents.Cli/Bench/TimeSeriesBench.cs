using System.Diagnostics;
using System.Globalization;
using IndustrialAgents.Experts;
using IndustrialAgents.Experts.TimeSeries;

namespace IndustrialAgents.Cli.Bench;

/// <summary>
/// <c>ia bench timeseries</c>: rows a second that the PCA detector judges in streaming form, one row at a time, and MiniRocket features of a window, both
/// on one core; the time that fitting a ridge forecaster takes.
/// </summary>
internal static class TimeSeriesBench
{
    private const int FitRows = 2_000;
    private const int Rounds = 5;
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(1);

    /// <summary>Measures the detector with 8 and 52 channels, the features and the forecaster; takes about half a minute.</summary>
    public static Task<IReadOnlyList<Figure>> RunAsync(IProgress<string> progress, CancellationToken cancellationToken) =>
        Task.Run<IReadOnlyList<Figure>>(
            () =>
            {
                var figures = new List<Figure>();
                foreach (var (channels, bar) in new[] { (8, 300_000), (52, 60_000) })
                {
                    progress.Report($"PCA detector, {channels} channels");
                    figures.Add(Measure(channels, bar, cancellationToken));
                }

                progress.Report("MiniRocket features of a window");
                figures.Add(MeasureMiniRocket(cancellationToken));
                progress.Report("fitting a ridge forecaster");
                figures.Add(MeasureForecaster(cancellationToken));
                return figures;
            },
            cancellationToken);

    private static Figure MeasureMiniRocket(CancellationToken cancellationToken)
    {
        const int Length = 1_024;
        const int Count = 100;
        var series = Simulate(1);
        var windows = Enumerable.Range(0, Count).Select(w => series.Slice(w * 9, Length).Values.ToArray()).ToArray();
        var rocket = MiniRocket.Fit(windows, Length, 1, new MiniRocketOptions { Features = 9_996 });
        var features = new float[rocket.Features];
        var times = Time(() => Array.ForEach(windows, window => rocket.Transform(window, features)), cancellationToken);
        return new Figure(
            "timeseries/minirocket/window1024/ms",
            times[Rounds / 2] * 1e3 / Count,
            "ms",
            string.Create(
                CultureInfo.InvariantCulture,
                $"{rocket.Features} MiniRocket features of a window of {Length} samples, native form; one thread, median of {Rounds} rounds of {Count} windows, {times[0] * 1e3 / Count:f2} to {times[^1] * 1e3 / Count:f2}"),
            "at most 3");
    }

    private static Figure MeasureForecaster(CancellationToken cancellationToken)
    {
        const int FittedRows = 8_640;
        const int HeldOut = 2_880;
        var series = Simulate(7, FittedRows + HeldOut);
        var method = new RidgeMethod { LookBack = 512, Normalization = InstanceNormalization.Last };
        var times = Time(() => Forecaster.Fit(series, method, new ForecasterOptions { Horizon = 96, HeldOut = HeldOut }), cancellationToken);
        return new Figure(
            "timeseries/forecaster/fit/s",
            times[Rounds / 2],
            "s",
            string.Create(
                CultureInfo.InvariantCulture,
                $"ridge forecaster fitted, strength and quantiles chosen: look-back 512, horizon 96, 7 simulated channels, {FittedRows} rows fitted and {HeldOut} held out; all processors, median of {Rounds} rounds, {times[0]:f2} to {times[^1]:f2}"),
            "at most 3");
    }

    // Sorted seconds of each round, after some that warm up the just-in-time compiler, which takes its time over methods it finds hot.
    private static double[] Time(Action work, CancellationToken cancellationToken)
    {
        var times = new double[Rounds];
        var warm = Stopwatch.StartNew();
        while (warm.Elapsed < Round)
        {
            work();
        }

        for (var round = 0; round < Rounds; round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var clock = Stopwatch.StartNew();
            work();
            times[round] = clock.Elapsed.TotalSeconds;
        }

        Array.Sort(times);
        return times;
    }

    private static Figure Measure(int channels, int bar, CancellationToken cancellationToken)
    {
        var series = Simulate(channels);
        var model = PcaModel.Fit(series);
        var detector = new PcaDetector(model);
        var rates = new double[Rounds];
        for (var round = -1; round < Rounds; round++)
        {
            // The round before the first warms up the just-in-time compiler and does not count.
            cancellationToken.ThrowIfCancellationRequested();
            var (rows, unusual, clock) = (0L, 0L, Stopwatch.StartNew());
            while (clock.Elapsed < Round)
            {
                for (var t = 0; t < series.Length; t++)
                {
                    unusual += detector.Push(series[t]) > detector.Threshold ? 1 : 0;
                }

                rows += series.Length;
            }

            var rate = rows / clock.Elapsed.TotalSeconds;
            if (unusual == 0)
            {
                throw new InvalidOperationException("no row was judged unusual; the detector did not work");
            }

            if (round >= 0)
            {
                rates[round] = rate;
            }
        }

        Array.Sort(rates);
        return new Figure(
            $"timeseries/pca/channels{channels}/rows_per_second",
            rates[Rounds / 2],
            "rows/s",
            string.Create(CultureInfo.InvariantCulture, $"PCA detector in streaming form, {model.Components} components of {channels} channels, fitted on {FitRows} simulated rows; one thread, median of {Rounds} rounds of a second, {rates[0]:f0} to {rates[^1]:f0}"),
            string.Create(CultureInfo.InvariantCulture, $"at least {bar}"));
    }

    // Half as many causes as channels, and noise.
    private static Series Simulate(int channels, int rows = FitRows)
    {
        var random = new Random(1);
        var values = new float[rows * channels];
        var causes = new double[Math.Max(1, channels / 2)];
        for (var t = 0; t < rows; t++)
        {
            for (var k = 0; k < causes.Length; k++)
            {
                causes[k] = (0.9 * causes[k]) + random.NextDouble() - 0.5;
            }

            for (var c = 0; c < channels; c++)
            {
                values[(t * channels) + c] = (float)(causes[c % causes.Length] + (0.5 * causes[(c + 1) % causes.Length]) + (0.1 * (random.NextDouble() - 0.5)));
            }
        }

        return new Series
        {
            Channels = [.. Enumerable.Range(0, channels).Select(c => new SeriesChannel($"c{c}"))],
            Values = values,
            SamplePeriod = TimeSpan.FromSeconds(1),
            Start = DateTimeOffset.UnixEpoch,
        };
    }
}
