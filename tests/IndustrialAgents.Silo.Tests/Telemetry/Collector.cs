using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace IndustrialAgents.Silo.Tests.Telemetry;

/// <summary>A web application that stands for a collector.</summary>
internal static class Collector
{
    public static WebApplication CollectorOn(this WebApplicationBuilder builder, int port)
    {
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.ListenLocalhost(port));
        return builder.Build();
    }
}
