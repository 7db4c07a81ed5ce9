using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using IndustrialAgents.Cli;
using IndustrialAgents.Cli.Rendering;
using IndustrialAgents.Experts;
using IndustrialAgents.Json;
using IndustrialAgents.Silo.Bench;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace IndustrialAgents.Silo.Commands;

/// <summary><c>ia-silo bench</c>.</summary>
internal static class BenchCommand
{
    public static Command Create()
    {
        var json = new Option<FileInfo?>("--json") { Description = "Write the figures to this file as well.", HelpName = "FILE" };
        var connection = new Option<string?>("--connection") { Description = "PostgreSQL, for a further figure with rows stored.", HelpName = "STRING" };
        var cluster = new Command("cluster", "An expert through its grain, against asking it directly and an echo of the same bytes.") { json };
        cluster.SetAction((parsed, token) => ReportAsync("cluster", progress => ClusterBench.RunAsync(progress, token), parsed.GetValue(json), token));
        var assets = new Command("assets", "100,000 assets on one silo: memory, and sensor rows a second.") { json, connection };
        assets.SetAction((parsed, token) => ReportAsync("assets", progress => AssetsBench.RunAsync(parsed.GetValue(connection), progress, token), parsed.GetValue(json), token));
        return new TaughtCommand(
            "bench",
            "Measure the cluster on this machine.",
            """
            Prints each figure with its protocol and what it is held against. Run it while the machine is quiet; 'ia bench cluster' and 'ia bench assets' do the same.

            Example: ia-silo bench cluster --json cluster.json
            """)
        {
            cluster,
            assets,
            Silo(),
        };
    }

    // The silo of the figures from a client's process: for 'bench cluster' itself.
    private static Command Silo()
    {
        var folder = new Argument<string>("folder");
        var command = new Command("silo", "A silo to be measured.") { folder };
        command.Hidden = true;
        command.SetAction(async (parsed, token) =>
        {
            var port = BenchSilo.FreePort();
            using var silo = BenchSilo.Build(parsed.GetValue(folder)!, BenchSilo.FreePort(), port);
            await silo.StartAsync(token).ConfigureAwait(false);
            await ClusterBench.AddAsync(
                BenchExpert.SaveAll(Path.Combine(parsed.GetValue(folder)!, "again")),
                silo.Services.GetRequiredService<IGrainFactory>(),
                silo.Services.GetRequiredService<IContentStore>(),
                token).ConfigureAwait(false);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{BenchSiloProcess.Listening}{port}"));
            await silo.WaitForShutdownAsync(token).ConfigureAwait(false);
            return ExitCode.Done;
        });
        return command;
    }

    private static async Task<int> ReportAsync(string suite, Func<IProgress<string>, Task<IReadOnlyList<Figure>>> run, FileInfo? json, CancellationToken cancellationToken)
    {
        var figures = await run(new Progress<string>(what => Console.Error.WriteLine($"  {what} …"))).ConfigureAwait(false);
        foreach (var figure in figures)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{figure.Name,-32} {figure.Value,12:0.###} {figure.Unit,-8} {figure.Reference}"));
            Console.WriteLine($"    {figure.Protocol}");
        }

        if (json is not null)
        {
            var file = json.Create();
            await using var closing = file.ConfigureAwait(false);
            await JsonSerializer.SerializeAsync(file, new { suite, figures }, ContractJson.Indented, cancellationToken).ConfigureAwait(false);
        }

        return ExitCode.Done;
    }
}
