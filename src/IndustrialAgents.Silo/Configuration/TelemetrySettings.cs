namespace IndustrialAgents.Silo.Configuration;

/// <summary>Section <c>Telemetry</c>: where metrics and traces go, by OTLP. Nowhere unless an address is named.</summary>
internal sealed class TelemetrySettings
{
    /// <summary>Address of the collector, such as <c>http://collector:4317</c>; null for none.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>How it is spoken to.</summary>
    public OtlpForm Form { get; init; } = OtlpForm.Grpc;

    /// <summary>Headers, <c>name=value</c> with commas between; null for none.</summary>
    public string? Headers { get; init; }

    /// <summary>Share of requests, 0 to 1, that are traced.</summary>
    public double TraceShare { get; init; } = 0.1;

    /// <summary>Time from one report of metrics to the next.</summary>
    public TimeSpan MetricsInterval { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Throws unless the settings make sense.</summary>
    /// <exception cref="InvalidSettingException">One is wrong.</exception>
    public void Validate()
    {
        Require(Endpoint is null or { Scheme: "http" or "https" }, nameof(Endpoint), $"'{Endpoint}' is not an HTTP address; write it as http://collector:4317");
        Require(TraceShare is >= 0 and <= 1, nameof(TraceShare), $"{TraceShare}; it must lie between 0 and 1");
        Require(MetricsInterval >= TimeSpan.FromSeconds(1) && MetricsInterval <= TimeSpan.FromHours(1), nameof(MetricsInterval), $"{MetricsInterval}; it must lie between one second and one hour");
    }

    private static void Require(bool holds, string field, string message) => InvalidSettingException.Require(holds, $"Telemetry:{field}", message);
}
