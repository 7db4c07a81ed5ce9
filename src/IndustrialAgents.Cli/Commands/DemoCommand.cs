using System.CommandLine;
using IndustrialAgents.Cli.Demo;
using IndustrialAgents.Cli.Rendering;
using Spectre.Console;

namespace IndustrialAgents.Cli.Commands;

/// <summary><c>ia demo</c>.</summary>
internal static class DemoCommand
{
    private static readonly TimeSpan PauseForReader = TimeSpan.FromMilliseconds(400);

    public static Command Create()
    {
        var data = new Option<DirectoryInfo?>("--data") { Description = "Play recorded plant data from this folder instead of the simulated line.", HelpName = "DIR" };
        var seed = new Option<int>("--seed") { Description = "Decides the simulated line, its faults and which evidence is drawn.", DefaultValueFactory = _ => 1, HelpName = "N" };
        var command = new TaughtCommand(
            "demo",
            "See the whole thing work, in about a minute.",
            """
            Experts are fitted and written as ONNX models, sensor rows of several assets stream through their detectors, and at each alarm the
            sensor window, a picture and a work-order text go to the router. Nothing else is needed.

            Without --data the line is simulated. With --data it is recorded: the SKAB pump rig, NEU steel surfaces and work orders.
            """)
        { data, seed };
        command.SetAction(async (parsed, token) =>
        {
            IDemoScenario scenario = parsed.GetValue(data) is { } folder
                ? new RecordedScenario(DataFolder.Require(folder), parsed.GetValue(seed))
                : new SimulatedScenario(parsed.GetValue(seed));
            var pause = AnsiConsole.Profile.Capabilities.Interactive && !Console.IsOutputRedirected ? PauseForReader : TimeSpan.Zero;
            await new DemoRun(scenario, pause).RunAsync(token).ConfigureAwait(false);
            return ExitCode.Done;
        });
        return command;
    }
}
