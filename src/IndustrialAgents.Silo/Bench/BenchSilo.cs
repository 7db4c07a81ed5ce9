using System.Net;
using IndustrialAgents.Assets;
using IndustrialAgents.Experts;
using IndustrialAgents.Experts.Language;
using IndustrialAgents.Experts.TimeSeries;
using IndustrialAgents.Orleans;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PlantOptions = IndustrialAgents.Orleans.ClusterOptions;

namespace IndustrialAgents.Silo.Bench;

/// <summary>A silo with the plant's grains, state in memory, without HTTP.</summary>
internal static class BenchSilo
{
    private const string Cluster = "bench";

    /// <summary>Makes one.</summary>
    /// <param name="folder">For files of models.</param>
    /// <param name="siloPort">Port for silos.</param>
    /// <param name="gatewayPort">Port for clients.</param>
    /// <param name="rows">Stores sensor rows; null to keep them in memory.</param>
    public static IHost Build(string folder, int siloPort, int gatewayPort, Func<IServiceProvider, IRowLog>? rows = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "ia-silo" });
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(LogLevel.Error);
        foreach (var module in (IExpertModule[])[new TimeSeriesModule(), new LanguageModule(), new InstantModule()])
        {
            builder.Services.AddSingleton(module);
        }

        if (rows is not null)
        {
            builder.Services.AddSingleton(rows);
        }

        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(siloPort, gatewayPort, serviceId: Cluster, clusterId: Cluster);
            silo.AddMemoryGrainStorage(ClusterStorage.Grains);
            silo.AddMemoryGrainStorage(ClusterStorage.Subscriptions);
            silo.AddIndustrialAgents(plant => Configure(plant, folder));
        });
        return builder.Build();
    }

    /// <summary>Makes a client of one.</summary>
    public static IHost BuildClient(int gatewayPort)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "ia-silo" });
        builder.UseOrleansClient(client => client.UseLocalhostClustering(gatewayPort, Cluster, Cluster));
        return builder.Build();
    }

    /// <summary>A TCP port of loopback that nobody uses.</summary>
    public static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static void Configure(PlantOptions plant, string folder) =>
        (plant.ContentStore, plant.CacheFolder) = (Path.Combine(folder, "content"), Path.Combine(folder, "cache"));
}
