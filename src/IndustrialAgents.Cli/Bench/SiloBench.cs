using System.Diagnostics;
using System.Text.Json;
using IndustrialAgents.Experts;
using IndustrialAgents.Json;

namespace IndustrialAgents.Cli.Bench;

/// <summary>
/// The benchmarks of the cluster. This program does not know Orleans, so the silo's own executable measures, and its figures are taken over.
/// </summary>
public static class SiloBench
{
    private const string Variable = "IA_SILO";
    private const string Build = "dotnet build src/IndustrialAgents.Silo -c Release";

    /// <summary>An expert through its grain.</summary>
    public static Task<IReadOnlyList<Figure>> RunClusterAsync(IProgress<string> progress, CancellationToken cancellationToken) => RunAsync("cluster", progress, cancellationToken);

    /// <summary>100,000 assets on one silo.</summary>
    public static Task<IReadOnlyList<Figure>> RunAssetsAsync(IProgress<string> progress, CancellationToken cancellationToken) => RunAsync("assets", progress, cancellationToken);

    /// <summary>The silo's executable.</summary>
    /// <exception cref="SiloMissingException">It is not there.</exception>
    public static string Find()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
        {
            return File.Exists(named) ? named : throw new SiloMissingException($"{Variable} names {named}, which does not exist; name the file ia-silo.dll");
        }

        var root = Environment.GetEnvironmentVariable("IA_ROOT") ?? Environment.CurrentDirectory;
        var built = Path.Combine(root, "src", "IndustrialAgents.Silo", "bin", "Release", "net10.0", "ia-silo.dll");
        return File.Exists(built)
            ? built
            : throw new SiloMissingException($"the cluster is not built here; build it with '{Build}', which needs a package source with Microsoft.Orleans, or name another ia-silo.dll in {Variable}");
    }

    private static async Task<IReadOnlyList<Figure>> RunAsync(string name, IProgress<string> progress, CancellationToken cancellationToken)
    {
        var json = Path.GetTempFileName();
        try
        {
            using var process = Process.Start(new ProcessStartInfo("dotnet", [Find(), "bench", name, "--json", json]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            using var ending = cancellationToken.Register(() => process.Kill(entireProcessTree: true));
            var said = "";
            process.ErrorDataReceived += (_, line) =>
            {
                if (line.Data is { Length: > 0 } text)
                {
                    said = text.Trim();
                    progress.Report(said);
                }
            };
            process.BeginErrorReadLine();
            await process.StandardOutput.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            return process.ExitCode == 0
                ? await ReadAsync(json, cancellationToken).ConfigureAwait(false)
                : throw new IndustrialAgentsException($"ia-silo bench {name} ended with {process.ExitCode}: {said}");
        }
        finally
        {
            File.Delete(json);
        }
    }

    private static async Task<IReadOnlyList<Figure>> ReadAsync(string json, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(json);
        using var document = await JsonDocument.ParseAsync(file, cancellationToken: cancellationToken).ConfigureAwait(false);
        return document.RootElement.GetProperty("figures").Deserialize<IReadOnlyList<Figure>>(ContractJson.Options)!;
    }
}
