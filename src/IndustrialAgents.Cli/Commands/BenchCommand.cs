using System.CommandLine;
using IndustrialAgents.Cli.Rendering;

namespace IndustrialAgents.Cli.Commands;

/// <summary><c>ia bench</c>.</summary>
internal static class BenchCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("name") { Description = $"What to measure: {string.Join(", ", Benchmarks.All.Select(known => known.Name))}." };
        name.AcceptOnlyFromAmong([.. Benchmarks.All.Select(known => known.Name)]);
        var json = new Option<FileInfo?>("--json") { Description = "Write the figures to this file as well.", HelpName = "FILE" };
        var command = new TaughtCommand(
            "bench",
            "Measure this machine, figure by figure.",
            $"""
            Prints each figure with its protocol and what it is held against. Run it while the machine is quiet.

            Benchmarks:
            {string.Join('\n', Benchmarks.All.Select(known => $"  {known.Name,-16} {known.Summary}"))}

            Example: ia bench onnx --json onnx.json
            """)
        { name, json };
        command.SetAction(async (parsed, token) =>
        {
            var chosen = Benchmarks.All.Single(known => known.Name == parsed.GetValue(name));
            var figures = await WorkProgress.RunAsync(chosen.Name, progress => chosen.RunAsync(progress, token)).ConfigureAwait(false);
            await FigureReport.WriteAsync(chosen.Name, figures, parsed.GetValue(json), token).ConfigureAwait(false);
            return ExitCode.Done;
        });
        return command;
    }
}
