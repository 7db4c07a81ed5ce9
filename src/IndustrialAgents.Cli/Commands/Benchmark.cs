using IndustrialAgents.Experts;

namespace IndustrialAgents.Cli.Commands;

/// <summary>One benchmark that <c>ia bench</c> knows.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="Summary">What it measures.</param>
/// <param name="RunAsync">Runs it.</param>
internal sealed record Benchmark(string Name, string Summary, Func<IProgress<string>, CancellationToken, Task<IReadOnlyList<Figure>>> RunAsync);
