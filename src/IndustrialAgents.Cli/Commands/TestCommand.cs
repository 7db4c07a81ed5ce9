using System.CommandLine;
using IndustrialAgents.Cli.Rendering;
using IndustrialAgents.Cli.Testing;

namespace IndustrialAgents.Cli.Commands;

/// <summary><c>ia test</c>.</summary>
internal static class TestCommand
{
    public static Command Create()
    {
        var command = new TaughtCommand(
            "test",
            "Run the repository's tests and check its formatting.",
            """
            For developers, from a clone.

            The environment variable IA_DATA names a folder with recorded plant data; tests that need it are skipped without it.
            """);
        command.SetAction(async (_, token) => await RepositoryTests.RunAsync(token).ConfigureAwait(false));
        return command;
    }
}
