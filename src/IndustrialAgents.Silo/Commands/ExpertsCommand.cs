using System.CommandLine;
using System.Globalization;
using IndustrialAgents.Cli;
using IndustrialAgents.Cli.Rendering;
using IndustrialAgents.Hosting;
using IndustrialAgents.Orleans;
using IndustrialAgents.Silo.Endpoints;

namespace IndustrialAgents.Silo.Commands;

/// <summary><c>ia-silo experts</c>: the catalogue of a running cluster.</summary>
internal static class ExpertsCommand
{
    private const string KeyVariable = "IA_API_KEY";

    private static readonly Option<Uri> Url = MakeUrl();

    public static Command Create()
    {
        var expert = new Argument<string>("expert") { Description = "name@version" };
        var source = new Argument<string>("source") { Description = "A folder with a manifest, or an .onnx file." };
        var share = new Option<double>("--share") { Description = "Share of requests, 0 to 1, that go to it rather than to the version before.", DefaultValueFactory = _ => 1, HelpName = "SHARE" };
        var part = new Argument<double>("share") { Description = "0 to 1; 1 promotes it." };
        var version = new Argument<long>("version") { Description = "A version that 'ia-silo experts list' showed." };
        var add = new TaughtCommand(
            "add",
            "Bring an expert's files and add it; no silo is restarted.",
            """
            Every silo that fits can run it within seconds. A new version beside an old one takes a share of its requests:

              ia-silo experts add pump-forecast-2/ --share 0.1     a tenth of the requests of pump-forecast go to version 2
              ia-silo experts share pump-forecast@2 1              promote it
              ia-silo experts rollback 7                           or make the catalogue what it was
            """)
        { source, share };
        add.SetAction((parsed, token) => RunAsync(parsed, client => AddAsync(client, parsed.GetValue(source)!, parsed.GetValue(share), token)));
        return new TaughtCommand(
            "experts",
            "List, add, share, switch and remove the experts of a running cluster.",
            """
            Every change makes a new version of the catalogue, which reaches all silos within seconds.

            Example: ia-silo experts add experts/pump-forecast --url http://silo-1:8080
            """)
        {
            Url,
            Leaf(new Command("list", "List the catalogue."), (client, _, token) => client.GetAsync(token)),
            add,
            Leaf(new Command("share", "Set the share of requests of a version.") { expert, part }, (client, parsed, token) =>
                client.SendAsync(HttpMethod.Patch, Path(parsed.GetValue(expert)!), new CatalogChange(Share: parsed.GetValue(part)), token)),
            Leaf(new Command("enable", "Switch an expert on again.") { expert }, (client, parsed, token) =>
                client.SendAsync(HttpMethod.Patch, Path(parsed.GetValue(expert)!), new CatalogChange(Enabled: true), token)),
            Leaf(new Command("disable", "Switch an expert off; it stays listed.") { expert }, (client, parsed, token) =>
                client.SendAsync(HttpMethod.Patch, Path(parsed.GetValue(expert)!), new CatalogChange(Enabled: false), token)),
            Leaf(new Command("remove", "Take an expert out.") { expert }, (client, parsed, token) =>
                client.SendAsync(HttpMethod.Delete, Path(parsed.GetValue(expert)!), null, token)),
            Leaf(new Command("rollback", "Make the catalogue what it was in an earlier version.") { version }, (client, parsed, token) =>
                client.SendAsync(HttpMethod.Post, "v1/catalog/rollback", new CatalogRollback(parsed.GetValue(version)), token)),
        };
    }

    private static Option<Uri> MakeUrl()
    {
        var url = UrlOption.Create($"Address of any silo's or gateway's HTTP. Its key is in the environment variable {KeyVariable}.");
        url.Recursive = true;
        return url;
    }

    private static Command Leaf(Command command, Func<SiloClient, ParseResult, CancellationToken, Task<Catalog>> run)
    {
        command.SetAction((parsed, token) => RunAsync(parsed, client => run(client, parsed, token)));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, Func<SiloClient, Task<Catalog>> run)
    {
        using var client = new SiloClient(parsed.GetValue(Url)!, Environment.GetEnvironmentVariable(KeyVariable) is { Length: > 0 } key ? key : null);
        Print(await run(client).ConfigureAwait(false));
        return ExitCode.Done;
    }

    private static async Task<Catalog> AddAsync(SiloClient client, string source, double share, CancellationToken cancellationToken)
    {
        var (folder, manifest) = ExpertInstaller.Inspect(source);
        foreach (var file in manifest.Files)
        {
            var brought = await client.BringAsync(System.IO.Path.Combine(folder, file.Path), file.Sha256, cancellationToken).ConfigureAwait(false);
            Console.WriteLine($"{file.Path} {(brought ? "brought" : "is there already")}");
        }

        return await client.SendAsync(
            HttpMethod.Post, string.Create(CultureInfo.InvariantCulture, $"v1/catalog/experts?share={share}"), manifest, cancellationToken).ConfigureAwait(false);
    }

    private static string Path(string expert) => $"v1/catalog/experts/{Uri.EscapeDataString(expert)}";

    private static void Print(Catalog catalog)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"catalogue version {catalog.Version}, {catalog.Time:u}: {catalog.Change}"));
        foreach (var entry in catalog.Entries)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {entry.Manifest.Id,-40} share {entry.Share:0.##}{(entry.Enabled ? "" : ", disabled")}  {entry.Manifest.Description}"));
        }
    }
}
