using System.Net;
using IndustrialAgents.Gateway;
using IndustrialAgents.Silo.Configuration;
using IndustrialAgents.Silo.Database;
using IndustrialAgents.Silo.Health;
using IndustrialAgents.Silo.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Orleans.Configuration;
using Orleans.Dashboard;

namespace IndustrialAgents.Silo.Hosting;

/// <summary>Adds a silo of Orleans with the plant's grains to a host.</summary>
internal static class ClusterHosting
{
    /// <summary>Names that grains' states are stored under.</summary>
    private static readonly string[] Storages = ["Default", "PubSubStore"];

    private const string NpgsqlInvariant = "Npgsql";
    private const string SqliteInvariant = "System.Data.SQLite";

    /// <summary>The configuration's sections with their options.</summary>
    public static IReadOnlyDictionary<string, Type> Sections { get; } = typeof(SiloSettings).GetProperties().ToDictionary(property => property.Name, property => property.PropertyType);

    /// <summary>Adds it.</summary>
    public static void AddCluster(this WebApplicationBuilder builder, SiloSettings settings, IConfiguration configuration, SiloCertificates? certificates)
    {
        builder.UseOrleans(silo =>
        {
            silo.Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = (settings.Silo.ClusterId, settings.Silo.ServiceId));
            silo.Configure<SiloOptions>(options => options.SiloName = SiloNames.Of(settings));
            Connect(silo, settings);
            Store(silo, settings);
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
    }

    private static void Connect(ISiloBuilder silo, SiloSettings settings)
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

        silo.UseAdoNetClustering(clustering => (clustering.Invariant, clustering.ConnectionString) = (NpgsqlInvariant, settings.Storage.Connection!));
        silo.Configure<EndpointOptions>(endpoints =>
        {
            endpoints.AdvertisedIPAddress = SiloNames.Address(settings.Silo);
            (endpoints.SiloPort, endpoints.GatewayPort) = (settings.Silo.SiloPort, settings.Silo.GatewayPort);
            endpoints.SiloListeningEndpoint = new IPEndPoint(settings.Silo.Address, settings.Silo.SiloPort);
            endpoints.GatewayListeningEndpoint = new IPEndPoint(settings.Silo.Address, settings.Silo.GatewayPort);
        });
        silo.Services.AddSingleton(_ => NpgsqlDataSource.Create(settings.Storage.Connection!));
        silo.Services.AddSingleton<IReadinessCheck, DatabaseReadiness>();
    }

    private static void Store(ISiloBuilder silo, SiloSettings settings)
    {
        var (invariant, connection) = settings.Storage.Kind switch
        {
            StorageKind.PostgreSql => (NpgsqlInvariant, settings.Storage.Connection!),
            StorageKind.Sqlite => (SqliteInvariant, SqliteDatabase.Create(Path.Combine(Directory.CreateDirectory(settings.Silo.DataFolder).FullName, "grains.db"))),
            _ => ("", ""),
        };
        foreach (var name in Storages)
        {
            if (settings.Storage.Kind == StorageKind.Memory)
            {
                silo.AddMemoryGrainStorage(name);
            }
            else
            {
                silo.AddAdoNetGrainStorage(name, storage => (storage.Invariant, storage.ConnectionString) = (invariant, connection));
            }
        }

        if (settings.Storage.Kind == StorageKind.PostgreSql)
        {
            silo.UseAdoNetReminderService(reminders => (reminders.Invariant, reminders.ConnectionString) = (invariant, connection));
        }
        else
        {
            silo.UseInMemoryReminderService();
        }
    }
}
