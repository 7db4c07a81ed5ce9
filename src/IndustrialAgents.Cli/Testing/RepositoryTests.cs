using System.Diagnostics;

namespace IndustrialAgents.Cli.Testing;

/// <summary>Runs the repository's own tests on the binaries that <c>./ia</c> has built, and adds up their results.</summary>
internal static class RepositoryTests
{
    /// <summary>Checks the formatting, runs every test project, prints failures and, as the last line, the sum.</summary>
    public static async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var root = Environment.GetEnvironmentVariable("IA_ROOT");
        var solution = SolutionProjects.Read(root);
        if (Environment.GetEnvironmentVariable("IA_DATA") is { Length: > 0 } data)
        {
            if (!Directory.Exists(data))
            {
                throw new IndustrialAgentsException($"IA_DATA: '{data}' is not a folder; name the one that holds timeseries, vision, text and models, or unset it");
            }

            // Test processes start in folders of their own.
            Environment.SetEnvironmentVariable("IA_DATA", Path.GetFullPath(data));
        }

        var tally = new TestTally();
        Console.WriteLine("formatting …");
        var formatted = await RunAsync(root!, ["format", solution.Filter(), "--verify-no-changes", "--no-restore", "-v", "quiet"], Console.WriteLine, cancellationToken).ConfigureAwait(false);
        tally.Add("formatting", formatted == 0);

        foreach (var project in solution.Included.Where(path => path.EndsWith(".Tests.csproj", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            await RunProjectAsync(root!, project, tally, cancellationToken).ConfigureAwait(false);
        }

        if (solution.LeftOut.Count > 0)
        {
            Console.WriteLine($"left out, since the package source has no Orleans: {string.Join(", ", solution.LeftOut.Select(Path.GetFileNameWithoutExtension))}");
        }

        foreach (var skip in tally.SkipReasons)
        {
            Console.WriteLine($"skipped: {skip}");
        }

        Console.WriteLine(tally);
        return tally.Failed == 0 ? ExitCode.Done : ExitCode.Failed;
    }

    private static async Task RunProjectAsync(string root, string path, TestTally tally, CancellationToken cancellationToken)
    {
        var project = Path.GetFileNameWithoutExtension(path);
        var clock = Stopwatch.StartNew();
        var results = Directory.CreateTempSubdirectory("ia-test-");
        try
        {
            var output = new List<string>();
            var exit = await RunAsync(
                root,
                ["test", path, "-c", "Release", "--no-build", "--nologo", "-v", "quiet", "--logger", "trx;LogFileName=results.trx", "--results-directory", results.FullName],
                output.Add,
                cancellationToken).ConfigureAwait(false);
            var file = Path.Combine(results.FullName, "results.trx");
            var summary = tally.AddResults(project, File.Exists(file) ? file : null, exit);
            if (summary.Failed > 0)
            {
                output.ForEach(Console.WriteLine);
            }

            Console.WriteLine($"{project}: {summary.Passed} passed, {summary.Failed} failed, {summary.Skipped} skipped, {clock.Elapsed.TotalSeconds:0} s");
        }
        finally
        {
            results.Delete(recursive: true);
        }
    }

    private static async Task<int> RunAsync(string root, IEnumerable<string> arguments, Action<string> line, CancellationToken cancellationToken)
    {
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = root, RedirectStandardOutput = true, RedirectStandardError = true },
        };
        process.OutputDataReceived += (_, e) => Collect(e.Data);
        process.ErrorDataReceived += (_, e) => Collect(e.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return process.ExitCode;

        void Collect(string? text)
        {
            if (!string.IsNullOrEmpty(text))
            {
                lock (line)
                {
                    line(text);
                }
            }
        }
    }
}
