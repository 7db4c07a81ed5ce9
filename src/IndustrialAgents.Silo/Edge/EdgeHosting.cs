using System.Net;
using IndustrialAgents.Experts;
using IndustrialAgents.Gateway;
using IndustrialAgents.Orleans;
using IndustrialAgents.Silo.Configuration;
using IndustrialAgents.Silo.Hosting;
using IndustrialAgents.Silo.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Dashboard;
using OrleansClusterOptions = Orleans.Configuration.ClusterOptions;

namespace IndustrialAgents.Silo.Edge;

/// <summary>Adds a client of a cluster to a host, for a gateway that is no member of it.</summary>
internal static class EdgeHosting
{
    /// <summary>Adds it.</summary>
    /// <param name="builder">The host in the making.</param>
    /// <param name="settings">Valid settings.</param>
    /// <param name="plant">The options of the grains, of which the place of models' files matters here.</param>
    /// <param name="certificates">For the way to the silos; null for none.</param>
    public static void AddEdge(this WebApplicationBuilder builder, SiloSettings settings, IConfiguration plant, SiloCertificates? certificates)
    {
        var options = PlantSettings.Read(plant);
        var services = builder.Services;
        services.AddSingleton<IContentStore>(provider => ContentStores.Open(options, provider));
        services.AddSingleton<IRouter>(provider => new ClusterRouter(provider.GetRequiredService<IClusterClient>()));
        services.AddSingleton<IDecisionStore, RemoteDecisions>();
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<CatalogWatch>(provider, options.CatalogInterval));
        services.AddSingleton<IExpertDirectory>(provider => provider.GetRequiredService<CatalogWatch>());
        services.AddSingleton<IReadinessCheck>(provider => provider.GetRequiredService<CatalogWatch>());
        services.AddHostedService(provider => provider.GetRequiredService<CatalogWatch>());
        services.AddSingleton<IModelDirectory>(provider => new ExpertModels(provider.GetRequiredService<IExpertDirectory>()));
        builder.UseOrleansClient(client =>
        {
            client.Configure<OrleansClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = (settings.Silo.ClusterId, settings.Silo.ServiceId));
            if (settings.Silo.Primary is { } silo)
            {
                client.UseStaticClustering(IPEndPoint.Parse(silo));
            }
            else
            {
                client.UseAdoNetClustering(clustering => (clustering.Invariant, clustering.ConnectionString) = (SiloStores.NpgsqlInvariant, settings.Storage.Connection!));
            }

            // A gateway that starts before its cluster waits for it, as it does when the cluster is away for a while.
            client.UseConnectionRetryFilter(async (_, token) =>
            {
                await Task.Delay(TimeSpan.FromSeconds(2), token);
                return true;
            });
            if (certificates is not null)
            {
                client.UseTls(certificates.Configure);
            }

            if (settings.Dashboard.Enabled)
            {
                client.AddDashboard();
            }

            if (settings.Telemetry.Endpoint is not null)
            {
                client.AddActivityPropagation();
            }
        });
    }
}
