using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using OrleansClusterOptions = Orleans.Configuration.ClusterOptions;

namespace IndustrialAgents.Silo.Tests.Support;

/// <summary>What the silos of one test's plant share: a database with tables, and a folder. Its clients come from here.</summary>
internal sealed class TestPlant : IDisposable
{
    private TestPlant(string connection) => Connection = connection;

    public string Connection { get; }

    public TemporaryFolder Folder { get; } = new();

    public static async Task<TestPlant> CreateAsync(PostgresFixture postgres)
    {
        var plant = new TestPlant(await postgres.CreateDatabaseAsync());
        var (exitCode, output) = await SiloProcess.RunAsync(["init-db"], new Dictionary<string, string> { ["IA_STORAGE__CONNECTION"] = plant.Connection });
        Assert.True(exitCode == 0, output);
        return plant;
    }

    /// <summary>Adds an expert to the catalogue, as an operator does.</summary>
    public static async Task AddExpertAsync(SiloProcess silo, string folder, double share = 1)
    {
        var (exitCode, output) = await SiloProcess.RunAsync(["experts", "add", folder, "--url", silo.Url.ToString(), "--share", share.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        Assert.True(exitCode == 0, output);
    }

    /// <summary>A client application of the plant.</summary>
    public async Task<IHost> ConnectAsync(Action<IClientBuilder>? configure = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.UseOrleansClient(client =>
        {
            client.Configure<OrleansClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = ("plant", "plant"))
                .UseAdoNetClustering(clustering => (clustering.Invariant, clustering.ConnectionString) = ("Npgsql", Connection))
                .Configure<ClientMessagingOptions>(messaging => messaging.ResponseTimeout = TimeSpan.FromSeconds(10))
                .Configure<GatewayOptions>(gateways => gateways.GatewayListRefreshPeriod = TimeSpan.FromSeconds(5));
            configure?.Invoke(client);
        });
        var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        return host;
    }

    public void Dispose() => Folder.Dispose();
}
