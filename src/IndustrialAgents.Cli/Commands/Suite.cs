using IndustrialAgents.Experts;

namespace IndustrialAgents.Cli.Commands;

/// <summary>One evaluation that <c>ia eval</c> knows.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="Summary">What it measures.</param>
/// <param name="RunAsync">Runs it on a data folder.</param>
internal sealed record Suite(string Name, string Summary, Func<string, IProgress<string>, CancellationToken, Task<IReadOnlyList<Figure>>> RunAsync);
