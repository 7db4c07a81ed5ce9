using System.CommandLine;
using System.CommandLine.Invocation;
using IndustrialAgents.Cli;
using IndustrialAgents.Cli.Rendering;
using IndustrialAgents.Silo;
using IndustrialAgents.Silo.Commands;

var root = new RootCommand(
    """
    A silo of an IndustrialAgents cluster: experts, router and assets as Orleans grains, and HTTP beside them in one process.

    On one machine start with 'ia-silo run --config silo-config/dev.json'. For a plant make the tables once with 'ia-silo init-db', then start
    as many silos as there are machines with 'ia-silo run --config silo-config/plant.json'.
    Exit codes: 0 done, 1 done but something failed, 2 a setting or option is wrong, 3 something is missing here, such as the database.
    """)
{
    RunCommand.Create(),
    InitDbCommand.Create(),
    ExpertsCommand.Create(),
    ProbeCommand.Create(),
    BenchCommand.Create(),
};

TaughtCommand.TeachIn(root);
var parsed = root.Parse(args);
if (parsed.Action is ParseErrorAction)
{
    foreach (var error in parsed.Errors)
    {
        await Console.Error.WriteLineAsync($"ia-silo: {error.Message}").ConfigureAwait(false);
    }

    await Console.Error.WriteLineAsync("Try 'ia-silo --help', or a command's own --help.").ConfigureAwait(false);
    return ExitCode.WrongInput;
}

return await Guard.RunAsync(token => parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, token)).ConfigureAwait(false);
