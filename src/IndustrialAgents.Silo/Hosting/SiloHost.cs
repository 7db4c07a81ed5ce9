using IndustrialAgents.Gateway;
using IndustrialAgents.Silo.Configuration;
using IndustrialAgents.Silo.Edge;
using IndustrialAgents.Silo.Endpoints;
using IndustrialAgents.Silo.Security;
using IndustrialAgents.Silo.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Dashboard;

namespace IndustrialAgents.Silo.Hosting;

/// <summary>Puts a silo, or a gateway that is none, and HTTP together into one host.</summary>
internal static class SiloHost
{
    /// <summary>Makes the host, ready to be started. Stopping it withdraws readiness, lets requests in flight finish, and only then lets the silo leave.</summary>
    /// <param name="settings">Valid settings.</param>
    /// <param name="configuration">Where they come from, for the sections that others read.</param>
    /// <param name="apiKey">The key of HTTP where the settings have none; null for none.</param>
    /// <exception cref="IndustrialAgentsException">A setting is wrong, or the database does not fit.</exception>
    public static WebApplication Build(SiloSettings settings, IConfiguration configuration, string? apiKey)
    {
        var certificates = SiloCertificates.Load(settings.Tls);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = typeof(SiloHost).Assembly.GetName().Name });
        Log(builder.Logging, configuration);
        builder.AddGateway(settings.Http.ToOptions(settings.Tls.Http ? certificates?.Own : null, apiKey));
        builder.Services.AddSingleton(settings.Http);
        if (certificates is not null)
        {
            // By a factory, so that the container disposes it.
            builder.Services.AddSingleton(_ => certificates);
        }

        builder.Services.AddTelemetryExport(settings.Telemetry, (settings.Silo.ClusterId, SiloNames.Of(settings)));
        var plant = configuration.GetSection(ClusterHosting.Section);
        if (settings.Silo.Role == SiloRole.Gateway)
        {
            builder.AddEdge(settings, plant, certificates);
        }
        else
        {
            using var loggers = LoggerFactory.Create(logging => Log(logging, configuration));
            builder.AddSilo(settings, plant, certificates, loggers);
        }

        var app = builder.Build();
        app.UseGateway(within => within.UseMiddleware<ClusterErrorMiddleware>());
        app.MapCatalog();
        app.MapFiles();
        if (settings.Dashboard.Enabled)
        {
            app.MapOrleansDashboard(HttpSettings.Dashboard).ExcludeFromDescription();
        }

        return app;
    }

    private static void Log(ILoggingBuilder logging, IConfiguration configuration) => logging
        .AddConfiguration(configuration.GetSection("Logging"))
        .AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ssZ ";
        });
}
