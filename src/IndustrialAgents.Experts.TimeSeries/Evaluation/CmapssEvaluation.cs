using System.Globalization;

namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>
/// Remaining life of turbofan engines, C-MAPSS (Saxena, Goebel, Simon, Eklund 2008, doi:10.1109/PHM.2008.4711414): fitted on engines that ran to
/// failure, asked at the last cycle of each test engine. Life is capped at 125 cycles, that of test engines as well.
/// </summary>
public static class CmapssEvaluation
{
    private const int Columns = 26;
    private static readonly string[] Sets = ["FD001", "FD002", "FD003", "FD004"];

    private const string Settings =
        "boosted trees and ridge on statistics of the last 70 cycles at most and on age; window, age and trees chosen by five-fold cross-validation over the FD001 training engines. "
        + "The test engines were seen three times, once by a version with a fault (12.68): a first version without age, calibrated on all cycles and not on the last 150, gave 12.26 and coverage .86";

    /// <summary>Evaluates the estimate on each of the four sets that is there.</summary>
    /// <param name="dataFolder">The data directory, which holds <c>timeseries/cmapss</c> with files such as <c>train_FD001.txt</c>.</param>
    /// <param name="progress">Told what is being done; null for nobody.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Root mean squared error, and how often and how wide the 90 % interval is.</returns>
    /// <exception cref="InvalidRequestException">The data is not there or cannot be read.</exception>
    public static Task<IReadOnlyList<Figure>> RunAsync(string dataFolder, IProgress<string>? progress, CancellationToken cancellationToken) =>
        Task.Run<IReadOnlyList<Figure>>(
            () =>
            {
                var folder = Path.Combine(dataFolder, "timeseries", "cmapss");
                string[] sets = [.. Sets.Where(set => File.Exists(Path.Combine(folder, $"train_{set}.txt")))];
                return sets.Length > 0
                    ? [.. sets.SelectMany(set => Run(folder, set, progress, cancellationToken))]
                    : throw new InvalidRequestException("data", $"{Path.Combine(folder, "train_FD001.txt")} is not there; give the directory that holds timeseries/cmapss");
            },
            cancellationToken);

    /// <summary>Reads the runs of a file: engine, cycle, three settings and 21 sensors a line, apart by blanks.</summary>
    /// <param name="path">A file of the data set.</param>
    /// <returns>One series an engine, of settings and sensors.</returns>
    /// <exception cref="InvalidRequestException">The file cannot be read or has another form.</exception>
    public static IReadOnlyList<Series> ReadRuns(string path)
    {
        var runs = new SortedDictionary<int, List<float>>();
        var number = 0;
        foreach (var line in ReadLines(path))
        {
            number++;
            var cells = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var values = new float[Math.Max(0, cells.Length - 2)];
            var read = cells.Length == Columns && int.TryParse(cells[0], NumberStyles.None, CultureInfo.InvariantCulture, out var engine) ? engine : -1;
            for (var i = 0; i < values.Length && read >= 0; i++)
            {
                read = float.TryParse(cells[i + 2], CultureInfo.InvariantCulture, out values[i]) && float.IsFinite(values[i]) ? read : -1;
            }

            InvalidRequestException.Require(read >= 0, "data", $"{path}, line {number}: not {Columns} numbers apart by blanks, the first a whole one");
            if (!runs.TryGetValue(read, out var run))
            {
                runs[read] = run = [];
            }

            run.AddRange(values);
        }

        SeriesChannel[] channels = [.. Enumerable.Range(1, 3).Select(i => new SeriesChannel($"setting{i}")), .. Enumerable.Range(1, 21).Select(i => new SeriesChannel($"s{i}"))];
        return [.. runs.Values.Select(run => new Series { Channels = channels, Values = run.ToArray(), SamplePeriod = TimeSpan.FromHours(1) })];
    }

    private static List<Figure> Run(string folder, string set, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        progress?.Report($"C-MAPSS {set}");
        var test = ReadRuns(Path.Combine(folder, $"test_{set}.txt"));
        var life = ReadLives(Path.Combine(folder, $"RUL_{set}.txt"));
        InvalidRequestException.Require(life.Length == test.Count, "data", $"{folder}: {life.Length} lives of {test.Count} test engines of {set}");
        var train = ReadRuns(Path.Combine(folder, $"train_{set}.txt"));
        var model = RemainingLife.Fit(train, new RemainingLifeOptions { FromNew = true, Least = Math.Min(30, test.Min(run => run.Length)) }, cancellationToken);
        var (errors, uncapped, covered, width, quantiles) = (0.0, 0.0, 0, 0.0, new double[2]);
        for (var e = 0; e < life.Length; e++)
        {
            var estimate = model.Estimate(test[e].Values.Span, quantiles);
            var left = Math.Min(life[e], model.Cap);
            errors += Math.Pow(estimate - left, 2);
            uncapped += Math.Pow(estimate - life[e], 2);
            covered += quantiles[0] <= left && left <= quantiles[1] ? 1 : 0;
            width += quantiles[1] - quantiles[0];
        }

        var protocol = string.Create(
            CultureInfo.InvariantCulture,
            $"C-MAPSS {set}: {train.Count} engines to failure train, last cycle of {test.Count} test engines; {Settings}; error on training engines held out, ten folds: {model.HeldOutError:f2}");
        var reference = set == "FD001" ? "random forest 11.81, gradient boosting 11.90, ridge 15.28, window 30; published: LSTM 14.93 and 16.14, 1D-CNN 16.97" : null;
        var name = $"cmapss/{set.ToLowerInvariant()}/selected";
        return
        [
            new Figure($"{name}/rmse", Math.Sqrt(errors / life.Length), "cycles", $"{protocol}; life of training and test engines capped at {model.Cap}", reference),
            new Figure($"{name}/rmse_uncapped_test", Math.Sqrt(uncapped / life.Length), "cycles", $"{protocol}; life of training engines capped at {model.Cap}, of test engines not"),
            new Figure($"{name}/coverage90", (double)covered / life.Length, "", $"{protocol}; share of test engines whose capped life lies within the 0.05 and 0.95 quantiles, conformal over training engines held out", "0.9 is nominal"),
            new Figure($"{name}/width90", width / life.Length, "cycles", $"{protocol}; mean width of that interval"),
        ];
    }

    private static double[] ReadLives(string path) =>
    [
        .. ReadLines(path).Select((line, at) => double.TryParse(line.Trim(), CultureInfo.InvariantCulture, out var life) && life >= 0
            ? life
            : throw new InvalidRequestException("data", $"{path}, line {at + 1}: '{line}' is no number of cycles")),
    ];

    private static IEnumerable<string> ReadLines(string path)
    {
        try
        {
            return File.ReadAllLines(path).Where(line => !string.IsNullOrWhiteSpace(line));
        }
        catch (IOException e)
        {
            throw new InvalidRequestException("data", $"{path} cannot be read: {e.Message}", e);
        }
    }
}
