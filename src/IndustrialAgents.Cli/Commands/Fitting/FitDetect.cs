using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using IndustrialAgents.Cli.Rendering;
using IndustrialAgents.Experts;
using IndustrialAgents.Experts.TimeSeries;

namespace IndustrialAgents.Cli.Commands.Fitting;

/// <summary><c>ia fit detect</c>.</summary>
internal static class FitDetect
{
    private static readonly Dictionary<string, (string Sees, Func<Series, ExpertId, (FittedExpert Expert, ScoreCalibration? Calibration)> Fit)> Methods = new(StringComparer.Ordinal)
    {
        ["ridge-residual"] = ("rows that do not follow from those before, over several smoothings", (series, id) => With(RidgeResidualModel.Fit(series), model => model.ToExpert(id), model => model.Calibration)),
        ["pca"] = ("rows off the plane that the channels keep to (T² and SPE)", (series, id) => With(PcaModel.Fit(series), model => model.ToExpert(id), model => model.Calibration)),
        ["canonical-variates"] = ("changes of dynamics that single rows do not show", (series, id) => With(CanonicalVariateModel.Fit(series), model => model.ToExpert(id), model => model.Calibration)),
        ["mset"] = ("rows unlike any combination of remembered ones", (series, id) => With(StateEstimationModel.Fit(series), model => model.ToExpert(id), model => model.Calibration)),
        ["isolation-forest"] = ("rows that few random cuts set apart", (series, id) => With(IsolationForest.Fit(series), model => model.ToExpert(id), model => model.Calibration)),
    };

    public static Command Create()
    {
        var (target, source, online) = (new ExpertTarget(), new SeriesSource(), new OnlineMethods());
        string[] names = [.. Methods.Keys, .. OnlineMethods.Names];
        var data = new Option<FileInfo>("--data") { Description = "A table of sensor values of normal operation, one row a sample.", HelpName = "CSV", Required = true };
        var method = new Option<string>("--method") { Description = $"What to look for: {string.Join(", ", names)}.", DefaultValueFactory = _ => "ridge-residual", HelpName = "METHOD" };
        method.AcceptOnlyFromAmong(names);
        var command = new TaughtCommand(
            "detect",
            "A detector of anomalies, fitted to normal operation; it says which channels are to blame.",
            $"""
            Fitted to normal operation; the p-values of its scores come from parts of it held out in turn:
            {string.Join('\n', Methods.Select(known => $"  {known.Key,-20} {known.Value.Sees}"))}
            Learning from what they see, each request anew, so a request must be longer than the warm-up; not fitted, p-values from the normal
            operation given, which may be a file of any length:
            {string.Join('\n', OnlineMethods.Lines)}

            Examples:
              ia fit detect --data normal-week.csv --out pump3-detector
              ia fit detect --data run.csv --rows 400 --leave-out anomaly --method pca --out rig
              ia fit detect --data normal-year.csv --channel flow --method left-discord --window 64 --out flow-shapes
            """)
        { data, method };
        online.AddTo(command);
        source.AddTo(command);
        target.AddTo(command);
        command.SetAction(async (parsed, token) =>
        {
            var clock = Stopwatch.StartNew();
            var (file, name) = (parsed.GetValue(data)!, parsed.GetValue(method)!);
            online.Check(parsed, name);
            if (OnlineMethods.Names.Contains(name))
            {
                var id = target.Id(parsed);
                var detector = await WorkProgress.RunAsync("fit", progress => Task.Run(
                    () =>
                    {
                        progress.Report($"calibrating {id} on {file.Name}");
                        return online.Fit(parsed, name, source, file);
                    },
                    token)).ConfigureAwait(false);
                Say(detector.Calibration);
                return target.Save(parsed, detector, clock);
            }

            var expert = await WorkProgress.RunAsync("fit", progress => Task.Run(
                () =>
                {
                    progress.Report($"reading {file.Name}");
                    var series = source.Read(parsed, file);
                    progress.Report(string.Create(CultureInfo.InvariantCulture, $"fitting to {series.Length:N0} rows of {series.Channels.Count} channels"));
                    var (fitted, calibration) = Methods[name].Fit(series, target.Id(parsed));
                    Say(calibration);
                    return fitted;
                },
                token)).ConfigureAwait(false);
            return target.Save(parsed, expert, clock);
        });
        return command;
    }

    private static (FittedExpert Expert, ScoreCalibration? Calibration) With<T>(T model, Func<T, FittedExpert> expert, Func<T, ScoreCalibration?> calibration) => (expert(model), calibration(model));

    private static void Say(ScoreCalibration? calibration)
    {
        if (calibration is null)
        {
            ExpertTarget.Note($"too few rows to hold parts out: it gives no p-values; give more normal operation");
        }
        else
        {
            ExpertTarget.Note($"{calibration.Count:N0} scores of normal operation that was held out: {calibration.PValue(1):P2} of such scores are above the limit");
        }
    }
}
