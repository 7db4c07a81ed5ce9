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
    private static readonly Dictionary<string, (string Sees, Func<Series, ExpertId, FittedExpert> Fit)> Methods = new(StringComparer.Ordinal)
    {
        ["ridge-residual"] = ("rows that do not follow from those before, over several smoothings", (series, id) => RidgeResidualModel.Fit(series).ToExpert(id)),
        ["pca"] = ("rows off the plane that the channels keep to (T² and SPE)", (series, id) => PcaModel.Fit(series).ToExpert(id)),
        ["canonical-variates"] = ("changes of dynamics that single rows do not show", (series, id) => CanonicalVariateModel.Fit(series).ToExpert(id)),
        ["mset"] = ("rows unlike any combination of remembered ones", (series, id) => StateEstimationModel.Fit(series).ToExpert(id)),
        ["isolation-forest"] = ("rows that few random cuts set apart", (series, id) => IsolationForest.Fit(series).ToExpert(id)),
    };

    public static Command Create()
    {
        var target = new ExpertTarget();
        var source = new SeriesSource();
        var data = new Option<FileInfo>("--data") { Description = "A table of sensor values of normal operation, one row a sample.", HelpName = "CSV", Required = true };
        var method = new Option<string>("--method") { Description = $"What to look for: {string.Join(", ", Methods.Keys)}.", DefaultValueFactory = _ => "ridge-residual", HelpName = "METHOD" };
        method.AcceptOnlyFromAmong([.. Methods.Keys]);
        var command = new TaughtCommand(
            "detect",
            "A detector of anomalies, fitted to normal operation; it says which channels are to blame.",
            $"""
            Methods:
            {string.Join('\n', Methods.Select(known => $"  {known.Key,-20} {known.Value.Sees}"))}

            Examples:
              ia fit detect --data normal-week.csv --out pump3-detector
              ia fit detect --data run.csv --rows 400 --leave-out anomaly --method pca --out rig
            """)
        { data, method };
        source.AddTo(command);
        target.AddTo(command);
        command.SetAction(async (parsed, token) =>
        {
            var clock = Stopwatch.StartNew();
            var file = parsed.GetValue(data)!;
            var expert = await WorkProgress.RunAsync("fit", progress => Task.Run(
                () =>
                {
                    progress.Report($"reading {file.Name}");
                    var series = source.Read(parsed, file);
                    progress.Report(string.Create(CultureInfo.InvariantCulture, $"fitting to {series.Length:N0} rows of {series.Channels.Count} channels"));
                    return Methods[parsed.GetValue(method)!].Fit(series, target.Id(parsed));
                },
                token)).ConfigureAwait(false);
            return target.Save(parsed, expert, clock);
        });
        return command;
    }
}
