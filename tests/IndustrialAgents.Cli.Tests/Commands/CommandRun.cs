using System.CommandLine;
using IndustrialAgents.Cli.Rendering;
using Spectre.Console;

namespace IndustrialAgents.Cli.Tests.Commands;

/// <summary>Runs a command in this process. Console and environment belong to the whole process: one at a time.</summary>
internal static class CommandRun
{
    public static async Task<(int Code, string Output, string Error)> RunAsync(Command command, params string[] arguments)
    {
        var root = new RootCommand { command };
        TaughtCommand.TeachIn(root);
        var (output, error, console) = (Console.Out, Console.Error, AnsiConsole.Console);
        using var said = new StringWriter();
        using var complained = new StringWriter();
        Console.SetOut(said);
        Console.SetError(complained);
        AnsiConsole.Console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Interactive = InteractionSupport.No, Out = new AnsiConsoleOutput(said) });
        AnsiConsole.Profile.Width = 400;
        try
        {
            var parsed = root.Parse([command.Name, .. arguments]);
            Assert.True(parsed.Errors.Count == 0 || arguments.Contains("--help"), string.Join("; ", parsed.Errors));
            var code = await Guard.RunAsync(token => parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, Output = said }, token));
            return (code, said.ToString(), complained.ToString());
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(error);
            AnsiConsole.Console = console;
        }
    }
}
