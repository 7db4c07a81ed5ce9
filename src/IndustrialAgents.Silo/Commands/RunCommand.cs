using System.CommandLine;
using IndustrialAgents.Cli;
using IndustrialAgents.Cli.Rendering;
using IndustrialAgents.Silo.Configuration;
using IndustrialAgents.Silo.Database;
using IndustrialAgents.Silo.Hosting;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace IndustrialAgents.Silo.Commands;

/// <summary><c>ia-silo run</c>.</summary>
internal static class RunCommand
{
    private const string KeyVariable = "IA_API_KEY";

    public static Command Create()
    {
        var config = new Option<string>("--config") { Description = "JSON file with the configuration; comments are allowed.", DefaultValueFactory = _ => "silo-config/dev.json", HelpName = "FILE" };
        var set = new Option<string[]>("--set") { Description = "A setting that goes over the file's and the environment's; may be repeated.", HelpName = "SECTION:FIELD=VALUE" };
        var command = new TaughtCommand(
            "run",
            "Run a silo until it is told to stop.",
            $"""
            The file's settings go first, over them the environment's ({SettingsReader.Prefix}SECTION__FIELD, such as {SettingsReader.Prefix}SILO__SILOPORT), over them --set. Secrets belong
            into the environment: IA_STORAGE__CONNECTION, {KeyVariable}.

              HTTP          Http:Host, Http:Port           requests, experts, catalogue, files; /dashboard; beyond loopback it needs a key
              other silos   Silo:Host, Silo:SiloPort       beyond loopback certificates in Tls, or Silo:TrustNetwork
              clients       Silo:Host, Silo:GatewayPort    the same

            SIGTERM or Ctrl+C drains: readiness goes, requests in flight finish, grains move to other silos, exit code 0.

            Examples:
              ia-silo run
              ia-silo run --config silo-config/dev.json --set Http:Port=8081 --set Silo:DataFolder=/tmp/silo
            """)
        { config, set };
        command.SetAction(async (parsed, token) =>
        {
            var configuration = SettingsReader.Read(parsed.GetValue(config)!, parsed.GetValue(set) ?? [], ClusterHosting.Sections);
            var settings = SettingsReader.Bind<SiloSettings>(configuration);
            settings.Validate();
            if (settings.Storage.Kind == StorageKind.PostgreSql && settings.Silo.Role == SiloRole.Silo)
            {
                await CheckAsync(settings.Storage.Connection!, token).ConfigureAwait(false);
            }

            var key = Environment.GetEnvironmentVariable(KeyVariable) is { Length: > 0 } shown ? shown : null;
            await using var app = SiloHost.Build(settings, configuration, key);
            app.Lifetime.ApplicationStarted.Register(() => Console.WriteLine(
                $"listening on {string.Join(", ", app.Urls)} as {SiloNames.Of(settings)} of the cluster {settings.Silo.ClusterId}"));
            await app.RunAsync(token).ConfigureAwait(false);
            return ExitCode.Done;
        });
        return command;
    }

    private static async Task CheckAsync(string connection, CancellationToken cancellationToken)
    {
        var source = NpgsqlDataSource.Create(connection);
        await using var closing = source.ConfigureAwait(false);
        await new OrleansDatabase(source).CheckAsync(cancellationToken).ConfigureAwait(false);
    }
}
