using System.CommandLine;
using System.CommandLine.Invocation;
using IndustrialAgents.Cli;
using IndustrialAgents.Cli.Commands;
using IndustrialAgents.Cli.Commands.Fitting;
using IndustrialAgents.Cli.Rendering;

var root = new RootCommand(
    """
    IndustrialAgents: a mixture-of-experts runtime for a plant. A request about an asset - text, a picture, a window of sensor values - goes
    to several expert models; their outputs come back merged into one answer that names each contribution.

    Start with 'ia demo'. Exit codes: 0 done, 1 done but something failed or the answer abstains, 2 wrong input, 3 something is missing here.
    """)
{
    DemoCommand.Create(),
    AskCommand.Create(),
    ServeCommand.Create(),
    ExpertsCommand.Create(),
    FitCommand.Create(),
    KnowledgeCommand.Create(),
    ModelsCommand.Create(),
    EvalCommand.Create(),
    BenchCommand.Create(),
    TestCommand.Create(),
};

TaughtCommand.TeachIn(root);
Terminal.Configure();
var parsed = root.Parse(args);
// --help and --version answer whatever else is wrong.
if (parsed.Action is ParseErrorAction)
{
    foreach (var error in parsed.Errors)
    {
        await Console.Error.WriteLineAsync($"ia: {error.Message}").ConfigureAwait(false);
    }

    await Console.Error.WriteLineAsync($"Try 'ia {string.Join(' ', CommandPath(parsed))} --help'.".Replace("  ", " ", StringComparison.Ordinal)).ConfigureAwait(false);
    return ExitCode.WrongInput;
}

return await Guard.RunAsync(token => parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false }, token)).ConfigureAwait(false);

static IEnumerable<string> CommandPath(ParseResult parsed)
{
    var names = new Stack<string>();
    for (var at = parsed.CommandResult; at.Parent is System.CommandLine.Parsing.CommandResult parent; at = parent)
    {
        names.Push(at.Command.Name);
    }

    return names;
}
