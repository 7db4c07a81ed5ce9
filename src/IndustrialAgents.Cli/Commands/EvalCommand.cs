using System.CommandLine;
using IndustrialAgents.Cli.Rendering;

namespace IndustrialAgents.Cli.Commands;

/// <summary><c>ia eval</c>.</summary>
internal static class EvalCommand
{
    public static Command Create()
    {
        var suite = new Argument<string>("suite") { Description = $"What to evaluate: {string.Join(", ", EvaluationSuites.All.Select(known => known.Name))}, or all." };
        suite.AcceptOnlyFromAmong([.. EvaluationSuites.All.Select(known => known.Name), "all"]);
        var data = new Option<DirectoryInfo?>("--data") { Description = "Folder with timeseries, vision, text and models. Default: the environment variable IA_DATA.", HelpName = "DIR" };
        var json = new Option<FileInfo?>("--json") { Description = "Write the figures to this file as well.", HelpName = "FILE" };
        var command = new TaughtCommand(
            "eval",
            "Fit experts on recorded data and measure them on what they have not seen.",
            $"""
            Prints each figure with its protocol and a published reference.

            Suites:
            {string.Join('\n', EvaluationSuites.All.Select(known => $"  {known.Name,-16} {known.Summary}"))}

            Example: ia eval skab --data ../shared/data --json skab.json
            """)
        { suite, data, json };
        command.SetAction(async (parsed, token) =>
        {
            var name = parsed.GetValue(suite)!;
            var folder = DataFolder.Require(parsed.GetValue(data));
            var figures = new List<IndustrialAgents.Experts.Figure>();
            foreach (var chosen in EvaluationSuites.All.Where(known => name == "all" || known.Name == name))
            {
                figures.AddRange(await WorkProgress.RunAsync(chosen.Name, progress => chosen.RunAsync(folder, progress, token)).ConfigureAwait(false));
            }

            await FigureReport.WriteAsync(name, figures, parsed.GetValue(json), token).ConfigureAwait(false);
            return ExitCode.Done;
        });
        return command;
    }
}
