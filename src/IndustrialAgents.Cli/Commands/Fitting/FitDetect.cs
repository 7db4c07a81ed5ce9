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
    private const string DefaultMethod = "ridge-residual";

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
        var pictures = new FitDefects(target);
        string[] names = [.. Methods.Keys, .. OnlineMethods.Names];
        var data = new Option<FileInfo>("--data") { Description = "A table of sensor values of normal operation, one row a sample; or a folder of pictures of good parts.", HelpName = "PATH", Required = true };
        var method = new Option<string?>("--method") { Description = $"What to look for. Series: {string.Join(", ", names)}; default {DefaultMethod}. Pictures: {string.Join(", ", FitDefects.Names)}; default patchcore.", HelpName = "METHOD" };
        method.AcceptOnlyFromAmong([.. names.Union(FitDefects.Names)]);
        var command = new TaughtCommand(
            "detect",
            "A detector of anomalies in series or of defects in pictures, fitted to normal operation or good parts alone.",
            $"""
            Series, where --data is a file. It says which channels are to blame. Fitted to normal operation; the p-values of its scores come from parts of it held out in turn:
            {string.Join('\n', Methods.Select(known => $"  {known.Key,-20} {known.Value.Sees}"))}
            Learning from what they see, each request anew, so a request must be longer than the warm-up; not fitted, p-values from the normal
            operation given, which may be a file of any length:
            {string.Join('\n', OnlineMethods.Lines)}

            Pictures (PNG, JPEG, BMP), where --data is a folder. It says where the defect is, with a p-value and a stated rate of false alarms; patches are
            described by fixed filters, or by an ONNX model of your own with --backbone and --layer:
            {string.Join('\n', FitDefects.Lines)}
            'ia ask --task detect --image part.png --overlay map.png' writes the map over the picture.

            Examples:
              ia fit detect --data normal-week.csv --out pump3-detector
              ia fit detect --data run.csv --rows 400 --leave-out anomaly --method pca --out rig
              ia fit detect --data normal-year.csv --channel flow --method left-discord --window 64 --out flow-shapes
              ia fit detect --data good-tiles --method padim --false-alarms 0.02 --out tile-defects
              ia fit detect --data good-sheets --tile 512 --out sheet-defects
            """)
        { data, method };
        pictures.AddTo(command);
        online.AddTo(command);
        source.AddTo(command);
        target.AddTo(command);
        command.SetAction(async (parsed, token) =>
        {
            var clock = Stopwatch.StartNew();
            var file = parsed.GetValue(data)!;
            if (Directory.Exists(file.FullName))
            {
                var folder = file.FullName;
                online.Check(parsed, parsed.GetValue(method) ?? "a folder of pictures");
                source.Refuse(parsed, "goes with a table of sensor values, not with a folder of pictures; leave it out");
                var defects = await WorkProgress.RunAsync("fit", progress => Task.Run(() => pictures.Fit(parsed, parsed.GetValue(method), folder, progress, token), token)).ConfigureAwait(false);
                return target.Save(parsed, defects, clock);
            }

            var name = parsed.GetValue(method) ?? DefaultMethod;
            InvalidRequestException.Require(names.Contains(name), "--method", $"{name} is of pictures, but {file.Name} is no folder of them; give {string.Join(", ", names)}");
            pictures.Refuse(parsed);
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
