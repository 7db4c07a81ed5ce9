using IndustrialAgents.Cli.Commands;
using IndustrialAgents.Experts;

namespace IndustrialAgents.Cli.Bench;

/// <summary><c>ia bench language</c>: each part in a file of its own.</summary>
internal static class LanguageBench
{
    /// <summary>Runs all parts on the data that the environment variable IA_DATA names.</summary>
    public static async Task<IReadOnlyList<Figure>> RunAsync(IProgress<string> progress, CancellationToken cancellationToken)
    {
        var data = DataFolder.Require(null);
        return
        [
            .. await StoriesBench.RunAsync(data, progress, cancellationToken).ConfigureAwait(false),
            .. await KnowledgeBench.RunAsync(progress, cancellationToken).ConfigureAwait(false),
        ];
    }
}
