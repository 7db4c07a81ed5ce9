using System.Globalization;
using IndustrialAgents.Silo.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace IndustrialAgents.Silo.Telemetry;

/// <summary>Sends metrics and traces, Orleans' own included, to a collector in the plant.</summary>
internal static class TelemetryExport
{
    /// <summary>Meters and activity sources that are sent.</summary>
    public static IReadOnlyList<string> Sources { get; } = ["IndustrialAgents*", "Microsoft.Orleans*"];

    private static readonly string[] RuntimeMeters = ["System.Runtime", "Microsoft.AspNetCore.Server.Kestrel", "Npgsql"];

    /// <summary>Adds it, where the settings name a collector.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="settings">Where to and how much.</param>
    /// <param name="silo">The cluster's name and this silo's, which every figure carries.</param>
    public static void AddTelemetryExport(this IServiceCollection services, TelemetrySettings settings, (string Cluster, string Name) silo)
    {
        if (settings.Endpoint is null)
        {
            return;
        }

        services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("industrial-agents", silo.Cluster, typeof(TelemetryExport).Assembly.GetName().Version?.ToString(3), serviceInstanceId: silo.Name))
            .WithMetrics(metrics => metrics
                .AddMeter([.. Sources, .. RuntimeMeters])
                .AddOtlpExporter((exporter, reader) =>
                {
                    Point(exporter, settings, "metrics");
                    reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = (int)settings.MetricsInterval.TotalMilliseconds;
                }))
            .WithTracing(traces => traces
                .SetSampler(new ParentBasedSampler(new TraceIdRatioBasedSampler(settings.TraceShare)))
                .AddSource([.. Sources, "Npgsql"])
                .AddOtlpExporter(exporter => Point(exporter, settings, "traces")));
    }

    private static void Point(OtlpExporterOptions exporter, TelemetrySettings settings, string signal)
    {
        exporter.Protocol = settings.Form == OtlpForm.Grpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;

        // With HTTP an endpoint that is set by code is taken as it is, so the signal's path is added here.
        exporter.Endpoint = settings.Form == OtlpForm.Grpc
            ? settings.Endpoint!
            : new Uri(string.Create(CultureInfo.InvariantCulture, $"{settings.Endpoint!.ToString().TrimEnd('/')}/v1/{signal}"));
        if (settings.Headers is not null)
        {
            exporter.Headers = settings.Headers;
        }
    }
}
