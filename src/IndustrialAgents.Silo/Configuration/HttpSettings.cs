using System.Security.Cryptography.X509Certificates;
using IndustrialAgents.Gateway;
using IndustrialAgents.Silo.Endpoints;

namespace IndustrialAgents.Silo.Configuration;

/// <summary>Section <c>Http</c>: the gateway of this process.</summary>
internal sealed class HttpSettings
{
    /// <summary>Path of the dashboard.</summary>
    public const string Dashboard = "/dashboard";

    private static readonly GatewayOptions Defaults = new();

    /// <summary>IP address to listen on; beyond loopback it needs <see cref="ApiKey"/>.</summary>
    public string Host { get; init; } = Defaults.Host;

    /// <summary>TCP port; 0 for any free one.</summary>
    public int Port { get; init; } = Defaults.Port;

    /// <summary>The key that callers must show, also in the environment variable <c>IA_API_KEY</c>; null for none.</summary>
    public string? ApiKey { get; init; }

    /// <summary>Bytes of the largest request body.</summary>
    public long MaxBodyBytes { get; init; } = Defaults.MaxBodyBytes;

    /// <summary>Bytes of the largest file of a model that is taken in.</summary>
    public long MaxFileBytes { get; init; } = 16L << 30;

    /// <summary>Requests worked on at a time.</summary>
    public int MaxConcurrentRequests { get; init; } = Defaults.MaxConcurrentRequests;

    /// <summary>Requests that wait for their turn.</summary>
    public int MaxQueuedRequests { get; init; } = Defaults.MaxQueuedRequests;

    /// <summary>The longest a request may take.</summary>
    public TimeSpan RequestTimeout { get; init; } = Defaults.RequestTimeout;

    /// <summary>After SIGTERM, how long the gateway goes on serving with its readiness withdrawn, so that a load balancer notices.</summary>
    public TimeSpan DrainDelay { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Then, how long requests in flight, and grains after them, may take to finish.</summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Throws unless the settings make sense.</summary>
    /// <exception cref="InvalidSettingException">One is wrong.</exception>
    public void Validate() =>
        InvalidSettingException.Require(MaxFileBytes > 0, $"Http:{nameof(MaxFileBytes)}", $"{MaxFileBytes}; it must be positive");

    /// <summary>The gateway's options.</summary>
    public GatewayOptions ToOptions(X509Certificate2? certificate, string? keyOfEnvironment) => new()
    {
        Host = Host,
        Port = Port,
        ApiKey = ApiKey ?? keyOfEnvironment,
        Certificate = certificate,
        PagesPath = Dashboard,
        TransfersPath = FileEndpoints.Path,
        MaxBodyBytes = MaxBodyBytes,
        MaxConcurrentRequests = MaxConcurrentRequests,
        MaxQueuedRequests = MaxQueuedRequests,
        RequestTimeout = RequestTimeout,
        DrainDelay = DrainDelay,
        DrainTimeout = DrainTimeout,
    };
}
