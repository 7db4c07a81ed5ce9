using System.Globalization;
using System.Text.Json;

namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>Streaming detection on series of the Numenta anomaly benchmark with known causes, by the benchmark's own scoring, standard profile.</summary>
public static class NabEvaluation
{
    private const int Quiet = 400;

    private const string Protocol =
        "NAB's scoring, standard profile; every row scored as it comes, one pass, nothing fitted beforehand; as in NAB one threshold a method, the best for all series together, labels known; 100 is perfect, 0 no alarm at all";

    private const string Selected =
        "mean of half-life 64 against a baseline of half-life 4096, in its deviations; an alarm is told once an excursion, when it first gets that high, quiet for 400 rows. The round numbers lie near the best corner of a grid of 72 that was tried on these "
        + "very series, 48 of them with such events and means from -12 to 72, so the figure leans to the bright side";

    private const string CrossValidated =
        "NAB's scoring, standard profile; every row scored as it comes, one pass; half-lives (of 16, 32, 64, 128, 256 against baselines of 1024, 2048, 4096, 8192, written down before any was measured this way) "
        + "and threshold are those that do best on the labels of the other series, so nothing of this one was looked at";

    private static readonly HalfLifeOptions[] Settings =
    [
        .. from fast in (double[])[16, 32, 64, 128, 256]
           from slow in (double[])[1_024, 2_048, 4_096, 8_192]
           select new HalfLifeOptions { Fast = fast, Slow = slow },
    ];

    /// <summary>Evaluates the detectors.</summary>
    /// <param name="dataFolder">The data directory, which holds <c>timeseries/nab</c>.</param>
    /// <param name="progress">Told what is being done; null for nobody.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Each method's score on each series.</returns>
    /// <exception cref="InvalidRequestException">The data is not there or cannot be read.</exception>
    public static Task<IReadOnlyList<Figure>> RunAsync(string dataFolder, IProgress<string>? progress, CancellationToken cancellationToken) =>
        Task.Run<IReadOnlyList<Figure>>(() => Run(dataFolder, progress, cancellationToken), cancellationToken);

    private static List<Figure> Run(string dataFolder, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(dataFolder, "timeseries", "nab");
        string[] files = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.csv") : [];
        if (files.Length == 0)
        {
            throw new InvalidRequestException("data", $"{folder} holds no series; give the directory that holds timeseries/nab");
        }

        Array.Sort(files, StringComparer.Ordinal);
        var tables = Array.ConvertAll(files, file => SeriesReader.ReadFile(file, new SeriesReaderOptions { Irregular = IrregularRows.AsTheyCome }));
        var windows = files.Select((file, i) => ReadWindows(Path.Combine(folder, "combined_windows.json"), Path.GetFileName(file), tables[i])).ToArray();
        var figures = new List<Figure>();
        foreach (var (method, settings, create) in new (string, string, Func<Func<float, double>>)[]
        {
            ("selected", Selected, () => HalfLife(new HalfLifeOptions())),
            ("windowed-gaussian", "NAB's comparison: distance from the mean of 6400 values, alarms at every row above", () => { var detector = new WindowedGaussian(); return value => detector.Push(value); }),
            ("windowed-gaussian-events", "the same, with an alarm once an excursion like the selected method", () => { var (detector, events) = (new WindowedGaussian(), new AlarmEvents(Quiet)); return value => events.Push(detector.Push(value)); }),
        })
        {
            progress?.Report($"NAB: {method}");
            cancellationToken.ThrowIfCancellationRequested();
            var scores = tables.Select((table, i) => new NabScore(Array.ConvertAll(table.Series.Values.ToArray(), new Converter<float, double>(create())), windows[i])).ToArray();
            var threshold = NabScore.BestThreshold(scores);
            for (var i = 0; i < files.Length; i++)
            {
                var name = Path.GetFileNameWithoutExtension(files[i]);
                var own = 100 * scores[i].At(NabScore.BestThreshold([scores[i]]));
                figures.Add(new Figure(
                    $"nab/{name}/{method}/score",
                    100 * scores[i].At(threshold),
                    "",
                    $"{Protocol} ({settings})",
                    string.Create(CultureInfo.InvariantCulture, $"{own:f1} with the best threshold for this series alone")));
            }
        }

        progress?.Report($"NAB: {Settings.Length} settings, each series' chosen on the others");
        figures.AddRange(ChooseOnOtherSeries(files, tables, windows, cancellationToken));
        return figures;
    }

    // As many series as there are settings chosen: each by what does best on the others.
    private static IEnumerable<Figure> ChooseOnOtherSeries(
        string[] files, SeriesTable[] tables, List<(int First, int Last)>[] windows, CancellationToken cancellationToken)
    {
        if (files.Length < 2)
        {
            yield break;
        }

        var scores = new NabScore[Settings.Length, files.Length];
        Parallel.For(0, scores.Length, new ParallelOptions { CancellationToken = cancellationToken }, at =>
        {
            var (setting, i) = (at / files.Length, at % files.Length);
            scores[setting, i] = new NabScore(Array.ConvertAll(tables[i].Series.Values.ToArray(), new Converter<float, double>(HalfLife(Settings[setting]))), windows[i]);
        });
        for (var i = 0; i < files.Length; i++)
        {
            var (best, threshold, most) = (0, 0.0, double.NegativeInfinity);
            for (var setting = 0; setting < Settings.Length; setting++)
            {
                var others = Enumerable.Range(0, files.Length).Where(other => other != i).Select(other => scores[setting, other]).ToArray();
                var limit = NabScore.BestThreshold(others);
                if (others.Sum(score => score.At(limit)) is var sum && sum > most)
                {
                    (best, threshold, most) = (setting, limit, sum);
                }
            }

            var name = Path.GetFileNameWithoutExtension(files[i]);
            yield return new Figure(
                $"nab/{name}/cross-validated/score",
                100 * scores[best, i].At(threshold),
                "",
                string.Create(CultureInfo.InvariantCulture, $"{CrossValidated}; half-lives {Settings[best].Fast} and {Settings[best].Slow}, threshold {threshold:F2}"));
        }
    }

    private static Func<float, double> HalfLife(HalfLifeOptions options)
    {
        var (detector, events) = (new HalfLifeDetector(1, options), new AlarmEvents(Quiet));
        return value => events.Push(detector.Push([value]));
    }

    private static List<(int First, int Last)> ReadWindows(string path, string file, SeriesTable table)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            var entry = document.RootElement.EnumerateObject().Single(property => property.Name.Split('/')[^1] == file);
            var times = table.Times.ToArray();
            return
            [
                .. entry.Value.EnumerateArray()
                    .Select(window => (Begin: Parse(window[0]), End: Parse(window[1])))
                    .Select(window => (Array.FindIndex(times, time => time >= window.Begin), Array.FindLastIndex(times, time => time <= window.End))),
            ];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or FormatException or InvalidOperationException or IndexOutOfRangeException)
        {
            throw new InvalidRequestException("data", $"{path} gives no windows of {file}: {e.Message}", e);
        }
    }

    private static DateTimeOffset Parse(JsonElement time) =>
        DateTimeOffset.Parse(time.GetString() ?? "", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
