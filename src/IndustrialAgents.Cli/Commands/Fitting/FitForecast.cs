using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using IndustrialAgents.Cli.Rendering;
using IndustrialAgents.Experts;
using IndustrialAgents.Experts.TimeSeries;

namespace IndustrialAgents.Cli.Commands.Fitting;

/// <summary><c>ia fit forecast</c>.</summary>
internal static class FitForecast
{
    public static Command Create()
    {
        var target = new ExpertTarget();
        var source = new SeriesSource();
        var data = new Option<FileInfo[]>("--data") { Description = "A table of sensor values, one row a sample; may be given more than once, each file a stretch of its own.", HelpName = "CSV" };
        var horizon = new Option<int>("--horizon") { Description = "Steps to forecast.", DefaultValueFactory = _ => new ForecasterOptions().Horizon, HelpName = "STEPS" };
        var method = new Option<string>("--method") { Description = "How to forecast: selected (picks by itself), ridge, repeat-last, seasonal-naive, holt-winters or theta.", DefaultValueFactory = _ => "selected", HelpName = "METHOD" };
        method.AcceptOnlyFromAmong("selected", "ridge", "repeat-last", "seasonal-naive", "holt-winters", "theta");
        var lookBack = new Option<int>("--look-back") { Description = "With ridge: samples that it looks back on.", DefaultValueFactory = _ => new RidgeMethod().LookBack, HelpName = "SAMPLES" };
        var season = new Option<int?>("--season") { Description = "With seasonal-naive, holt-winters and theta: samples of a season. Default: those of a day.", HelpName = "SAMPLES" };
        var learning = new LearningOptions("a table that was added before and is taken off again, such as a bad shift; read as it was then.", "CSV");
        var command = new TaughtCommand(
            "forecast",
            "A forecaster with quantiles, fitted to a past that is forecast from itself.",
            """
            A quarter of the data, at its end, is held out at first: it chooses between settings and sets the quantiles. Ridge forecasters keep the
            sums that they were solved from, so they learn on without the old data: what is added, merged and forgotten in any order gives
            the forecaster of what is left.

            Examples:
              ia fit forecast --data line3.csv --horizon 96 --out line3
              ia fit forecast --from line3 --data yesterday.csv --out line3
              ia fit forecast --from line3 --forget bad-shift.csv --out line3
              ia fit forecast --like line3 --data plant-b.csv --out plant-b
              ia fit forecast --from line3 --merge plant-b --out both
            """)
        { data, horizon, method, lookBack, season };
        var learner = new FitForecaster(source, target);
        learning.AddTo(command);
        source.AddTo(command);
        target.AddTo(command);
        command.SetAction(async (parsed, token) =>
        {
            var clock = Stopwatch.StartNew();
            var expert = await WorkProgress.RunAsync("fit", progress => Task.Run(() => Fit(progress), token)).ConfigureAwait(false);
            return target.Save(parsed, expert, clock);

            FittedExpert Fit(IProgress<string> progress)
            {
                var files = parsed.GetValue(data) ?? [];
                var plan = learning.Read(parsed, files.Length > 0);
                return plan.Expert is null ? FitAnew(files, progress) : learner.Run(parsed, plan, [.. files.Select(file => file.FullName)], progress, token);
            }

            FittedExpert FitAnew(FileInfo[] files, IProgress<string> progress)
            {
                progress.Report($"reading {files[0].Name}");
                var series = source.Read(parsed, files[0]);
                var options = new ForecasterOptions { Horizon = parsed.GetValue(horizon) };
                progress.Report(string.Create(CultureInfo.InvariantCulture, $"fitting to {series.Length:N0} rows of {series.Channels.Count} channels"));
                var how = Method(parsed.GetValue(method)!, parsed.GetValue(lookBack), parsed.GetValue(season), series);
                var fitted = ForecastLearner.TryFit(series, how, options, out var forecaster);
                if (fitted is null)
                {
                    InvalidRequestException.Require(files.Length == 1, "--data", $"{files.Length} files; the method that was picked is fitted to one stretch of time, give one file or --method ridge");
                    Say(forecaster);
                    return forecaster.ToExpert(target.Id(parsed));
                }

                learner.AddAll(parsed, fitted, files[1..].Select(file => file.FullName), progress, token);
                Say(forecaster);
                return fitted.ToExpert(target.Id(parsed));
            }
        });
        return command;
    }

    private static ForecastMethod Method(string name, int lookBack, int? season, Series series) => name switch
    {
        "ridge" => new RidgeMethod { LookBack = lookBack },
        "repeat-last" => new RepeatLastMethod(),
        "seasonal-naive" => new SeasonalNaiveMethod(Season(season, series)),
        "holt-winters" => new HoltWintersMethod(Season(season, series)),
        "theta" => new ThetaMethod(Season(season, series)),
        _ => new SelectedMethod(),
    };

    private static int Season(int? season, Series series)
    {
        var day = TimeSpan.TicksPerDay / (double)series.SamplePeriod.Ticks;
        return season ?? (day is > 1 and < int.MaxValue && day == Math.Floor(day)
            ? (int)day
            : throw new InvalidRequestException("--season", $"is not given, and a day is no whole number of samples of {series.SamplePeriod}; give the samples of a season"));
    }

    private static void Say(Forecaster forecaster) => ExpertTarget.Note(
        $"{forecaster.Method}, squared error on the part held out {forecaster.HeldOutLoss:F4} (in squared deviations){(forecaster.Reason is { } reason ? $"; {reason}" : "")}");
}
