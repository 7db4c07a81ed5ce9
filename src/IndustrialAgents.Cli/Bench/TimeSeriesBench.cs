using System.Diagnostics;
using System.Globalization;
using IndustrialAgents.Experts;
using IndustrialAgents.Experts.TimeSeries;

namespace IndustrialAgents.Cli.Bench;

/// <summary><c>ia bench timeseries</c>: rows a second that the PCA detector judges in streaming form, one row at a time, on one core.</summary>
internal static class TimeSeriesBench
{
    private const int FitRows = 2_000;
    private const int Rounds = 5;
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(1);

    /// <summary>Measures 8 and 52 channels; takes about ten seconds.</summary>
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

                return figures;
            },
            cancellationToken);

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
    private static Series Simulate(int channels)
    {
        var random = new Random(1);
        var values = new float[FitRows * channels];
        var causes = new double[Math.Max(1, channels / 2)];
        for (var t = 0; t < FitRows; t++)
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
