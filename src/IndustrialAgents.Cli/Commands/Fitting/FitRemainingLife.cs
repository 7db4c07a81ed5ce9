using System.CommandLine;
using System.Diagnostics;
using IndustrialAgents.Cli.Rendering;
using IndustrialAgents.Experts.TimeSeries;

namespace IndustrialAgents.Cli.Commands.Fitting;

/// <summary><c>ia fit remaining-life</c>.</summary>
internal static class FitRemainingLife
{
    public static Command Create()
    {
        var (target, source, defaults) = (new ExpertTarget(), new SeriesSource(), new RemainingLifeOptions());
        var data = new Option<string>("--data") { Description = "A table with --unit, or a folder of tables, one for each run.", HelpName = "PATH", Required = true };
        var unit = new Option<string?>("--unit") { Description = "With a table: the column that says whose row it is; the rows of each value, in order, are one run to failure.", HelpName = "COLUMN" };
        var cap = new Option<double>("--cap") { Description = "Most samples of life left that are told apart; before wear shows there is nothing to see.", DefaultValueFactory = _ => defaults.Cap, HelpName = "SAMPLES" };
        var window = new Option<int>("--window") { Description = "Most samples at the end of a series that are looked at.", DefaultValueFactory = _ => defaults.Window, HelpName = "SAMPLES" };
        var least = new Option<int?>("--least") { Description = $"Least samples of a series that is asked about. Default: {defaults.Least}, or the window where that is shorter.", HelpName = "SAMPLES" };
        var fromNew = new Option<bool>("--from-new") { Description = "Every series begins when the thing was new, also those that will be asked about: then its length is its age." };
        var measure = new Option<string>("--unit-of-life") { Description = "Unit of a sample in UCUM, such as h or {cycle}.", DefaultValueFactory = _ => defaults.Unit, HelpName = "UNIT" };
        var command = new TaughtCommand(
            "remaining-life",
            "Life left of something that wears, with an interval, fitted to runs to failure.",
            """
            The last row of each run is the last before failure. Statistics of the last samples go into a ridge regression and boosted trees;
            runs held out in turn say how far off the estimates are and set the interval. Columns that count the rows of a run, such as a cycle
            number, say how old the thing is: leave them out, and say --from-new where age is known for what is asked about as well.

            Examples:
              ia fit remaining-life --data runs.csv --unit engine --leave-out cycle --from-new --out engine-life
              ia fit remaining-life --data runs --cap 200 --window 50 --out pump-life             runs/1.csv, runs/2.csv, ...
            """)
        { data, unit, cap, window, least, fromNew, measure };
        source.AddTo(command);
        target.AddTo(command);
        command.SetAction(async (parsed, token) =>
        {
            var clock = Stopwatch.StartNew();
            var id = target.Id(parsed);
            var expert = await WorkProgress.RunAsync("fit", progress => Task.Run(
                () =>
                {
                    var runs = Runs(parsed, source, parsed.GetValue(data)!, parsed.GetValue(unit), progress);
                    progress.Report(FormattableString.Invariant($"fitting to {runs.Count:N0} runs of {runs.Sum(run => run.Length):N0} rows"));
                    var options = new RemainingLifeOptions
                    {
                        Cap = parsed.GetValue(cap),
                        Window = parsed.GetValue(window),
                        Least = parsed.GetValue(least) ?? Math.Min(defaults.Least, parsed.GetValue(window)),
                        FromNew = parsed.GetValue(fromNew),
                        Unit = parsed.GetValue(measure)!,
                    };
                    var life = RemainingLife.Fit(runs, options, token);
                    ExpertTarget.Note($"{runs.Count:N0} runs of {runs.Min(run => run.Length):N0} to {runs.Max(run => run.Length):N0} rows; error on runs held out {life.HeldOutError:F1} samples (root mean square, life capped at {life.Cap:G6})");
                    return life.ToExpert(id);
                },
                token)).ConfigureAwait(false);
            return target.Save(parsed, expert, clock);
        });
        return command;
    }

    private static List<Series> Runs(ParseResult parsed, SeriesSource source, string path, string? unit, IProgress<string> progress)
    {
        if (Directory.Exists(path))
        {
            InvalidRequestException.Require(unit is null, "--unit", $"goes with a table; {path} is a folder, of which every file is one run");
            var files = Directory.EnumerateFiles(path).Where(WindowSource.IsRecording).Order(StringComparer.Ordinal).Select(file => new FileInfo(file)).ToArray();
            InvalidRequestException.Require(files.Length > 0, "--data", $"{path} has no .csv, .tsv or .f32 files; put the table of each run to failure into it");
            progress.Report($"reading {files.Length} files");
            return [.. files.Select(file => source.Read(parsed, file))];
        }

        InvalidRequestException.Require(unit is not null, "--unit", $"is missing; name the column of {Path.GetFileName(path)} that says whose row it is, or give a folder with one table for each run");
        progress.Report($"reading {Path.GetFileName(path)}");
        var (series, words) = source.ReadLabelled(parsed, new FileInfo(path), unit!, ordered: false);
        var rows = Enumerable.Range(0, words.Length).Where(row => words[row] is not null).GroupBy(row => words[row]!, StringComparer.Ordinal).Select(group => group.ToArray()).ToArray();
        return [.. rows.Select(own => Take(series, own))];
    }

    // Rows of one unit, mostly one stretch.
    private static Series Take(Series series, int[] rows)
    {
        if (rows[^1] - rows[0] + 1 == rows.Length)
        {
            return series.Slice(rows[0], rows.Length);
        }

        var width = series.Channels.Count;
        return series with
        {
            Values = rows.SelectMany(row => series[row].ToArray()).ToArray(),
            Quality = series.Quality.IsEmpty ? series.Quality : rows.SelectMany(row => series.Quality.Slice(row * width, width).ToArray()).ToArray(),
        };
    }
}
