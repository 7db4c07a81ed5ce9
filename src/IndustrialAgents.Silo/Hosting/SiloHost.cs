using IndustrialAgents.Gateway;
using IndustrialAgents.Silo.Configuration;
using IndustrialAgents.Silo.Endpoints;
using IndustrialAgents.Silo.Security;
using IndustrialAgents.Silo.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Dashboard;

namespace IndustrialAgents.Silo.Hosting;

/// <summary>Puts a silo, or a gateway that is none, and HTTP together into one host.</summary>
internal static class SiloHost
{
    /// <summary>Time for grains to leave, after requests in flight had theirs.</summary>
    private static readonly TimeSpan GrainsLeaving = TimeSpan.FromSeconds(15);

    /// <summary>Makes the host, ready to be started.</summary>
    /// <param name="settings">Valid settings.</param>
    /// <param name="configuration">Where they come from, for the sections that others read.</param>
    /// <param name="apiKey">The key of HTTP where the settings have none; null for none.</param>
    /// <exception cref="IndustrialAgentsException">A setting is wrong, or the database does not fit.</exception>
    public static WebApplication Build(SiloSettings settings, IConfiguration configuration, string? apiKey)
    {
        var certificates = SiloCertificates.Load(settings.Tls);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = typeof(SiloHost).Assembly.GetName().Name });
        builder.Logging.AddConfiguration(configuration.GetSection("Logging"));
        builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ssZ ";
        });
        builder.AddGateway(settings.Http.ToOptions(settings.Tls.Http ? certificates?.Own : null, apiKey));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout += GrainsLeaving);
        builder.Services.AddSingleton(settings.Http);
        if (certificates is not null)
        {
            builder.Services.AddSingleton(_ => certificates);
        }

        builder.Services.AddTelemetryExport(settings.Telemetry, (settings.Silo.ClusterId, SiloNames.Of(settings)));
        builder.AddCluster(settings, configuration, certificates);
        var app = builder.Build();
        app.UseGateway();
        app.MapCatalog();
        if (settings.Dashboard.Enabled)
        {
            app.MapOrleansDashboard(HttpSettings.Dashboard).ExcludeFromDescription();
        }

        return app;
    }
}
