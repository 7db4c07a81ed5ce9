using System.CommandLine;
using IndustrialAgents.Cli;
using IndustrialAgents.Cli.Commands;

var root = new RootCommand(
    """
    IndustrialAgents: a mixture-of-experts runtime for a plant. A request about an asset - text, a picture, a window of sensor values - goes
    to several expert models; their outputs come back merged into one answer that names each contribution.

    Start with 'ia demo'. Exit codes: 0 done, 1 done but something failed or the answer abstains, 2 wrong input, 3 something is missing here.
    """)
{
    TestCommand.Create(),
};

var parsed = root.Parse(args);
if (parsed.Errors.Count > 0)
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
