using System.Net;
using IndustrialAgents.Experts;
using IndustrialAgents.Gateway;
using IndustrialAgents.Orleans;
using IndustrialAgents.Orleans.Assets;
using IndustrialAgents.Silo.Configuration;
using IndustrialAgents.Silo.Health;
using IndustrialAgents.Silo.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Dashboard;
using OrleansClusterOptions = Orleans.Configuration.ClusterOptions;
using PlantOptions = IndustrialAgents.Orleans.ClusterOptions;

namespace IndustrialAgents.Silo.Hosting;

/// <summary>Adds a silo with the plant's grains to a host.</summary>
internal static class ClusterHosting
{
    /// <summary>Name of the section with the options of the grains.</summary>
    public const string Section = "Cluster";

    /// <summary>The configuration's sections with their options.</summary>
    public static IReadOnlyDictionary<string, Type> Sections { get; } = typeof(SiloSettings).GetProperties()
        .ToDictionary(property => property.Name, property => property.PropertyType)
        .Append(new(Section, typeof(PlantOptions)))
        .ToDictionary();

    /// <summary>Adds it.</summary>
    /// <param name="builder">The host in the making.</param>
    /// <param name="settings">Valid settings.</param>
    /// <param name="plant">The options of the grains.</param>
    /// <param name="certificates">For the silo's ports; null for none.</param>
    /// <param name="loggers">For what happens before the host has its own.</param>
    public static void AddSilo(this WebApplicationBuilder builder, SiloSettings settings, IConfiguration plant, SiloCertificates? certificates, ILoggerFactory loggers)
    {
        var options = PlantSettings.Read(plant);
        builder.Services.AddSingleton(services => ContentStores.Open(options, services));
        builder.Services.AddSingleton<IStreamingDetectorSource, FittedDetectors>();
        builder.Services.AddSingleton<IModelDirectory>(services => new ExpertModels(services.GetRequiredService<IExpertDirectory>()));
        builder.UseOrleans(silo =>
        {
            silo.Configure<OrleansClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = (settings.Silo.ClusterId, settings.Silo.ServiceId));
            silo.Configure<SiloOptions>(member => member.SiloName = SiloNames.Of(settings));
            silo.AddMembership(settings);
            silo.AddStores(settings);
            silo.AddModules(options.ModuleFolder, loggers.CreateLogger(typeof(ModuleFolder).FullName!));
            silo.AddIndustrialAgents(target =>
            {
                plant.Bind(target);

                // Read already, with the grains in it.
                target.ModuleFolder = null;
            });
            if (certificates is not null)
            {
                silo.UseTls(certificates.Configure);
            }

            if (settings.Dashboard.Enabled)
            {
                silo.AddDashboard(dashboard => dashboard.HideTrace = !settings.Dashboard.ShowLog);
            }

            if (settings.Telemetry.Endpoint is not null)
            {
                silo.AddActivityPropagation();
            }
        });
        builder.Services.AddSingleton<IReadinessCheck, MembershipReadiness>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout += options.DrainTime + TimeSpan.FromSeconds(5));
    }

    private static void AddMembership(this ISiloBuilder silo, SiloSettings settings)
    {
        if (settings.Storage.Kind != StorageKind.PostgreSql)
        {
            silo.UseLocalhostClustering(
                settings.Silo.SiloPort,
                settings.Silo.GatewayPort,
                settings.Silo.Primary is { } primary ? IPEndPoint.Parse(primary) : null,
                settings.Silo.ServiceId,
                settings.Silo.ClusterId);
            return;
        }

        silo.UseAdoNetClustering(clustering => (clustering.Invariant, clustering.ConnectionString) = (SiloStores.NpgsqlInvariant, settings.Storage.Connection!));
        silo.Configure<EndpointOptions>(endpoints =>
        {
            endpoints.AdvertisedIPAddress = SiloNames.Address(settings.Silo);
            (endpoints.SiloPort, endpoints.GatewayPort) = (settings.Silo.SiloPort, settings.Silo.GatewayPort);
            endpoints.SiloListeningEndpoint = new IPEndPoint(settings.Silo.Address, settings.Silo.SiloPort);
            endpoints.GatewayListeningEndpoint = new IPEndPoint(settings.Silo.Address, settings.Silo.GatewayPort);
        });
    }
}
