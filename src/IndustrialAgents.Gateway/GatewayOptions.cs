using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace IndustrialAgents.Gateway;

/// <summary>Where a gateway listens, who may use it, and how much it takes on at a time.</summary>
public sealed class GatewayOptions
{
    private const int MinKeyLength = 16;
    private const long MaxBodyLimit = 1L << 30;

    /// <summary>Address to listen on: an IP address or <c>localhost</c>. Anything but loopback needs <see cref="ApiKey"/>.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>TCP port; 0 for any free one.</summary>
    public int Port { get; init; } = 8080;

    /// <summary>The key that callers must show; null for none, which only loopback allows.</summary>
    public string? ApiKey { get; init; }

    /// <summary>Certificate with its private key that the gateway speaks TLS with; null for plain HTTP. Not disposed with it.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>
    /// Path, such as <c>/dashboard</c>, below which pages for people lie: there a browser may show the key as the password of HTTP's basic
    /// authentication, which asks for it. Null for none.
    /// </summary>
    public string? PagesPath { get; init; }

    /// <summary>Path below which files come and go that may take longer than <see cref="RequestTimeout"/>; null for none.</summary>
    public string? TransfersPath { get; init; }

    /// <summary>Bytes of the largest request body; larger ones get status 413.</summary>
    public long MaxBodyBytes { get; init; } = 64 << 20;

    /// <summary>Bytes of all request headers together; more get status 431.</summary>
    public int MaxHeaderBytes { get; init; } = 32 << 10;

    /// <summary>Requests worked on at a time.</summary>
    public int MaxConcurrentRequests { get; init; } = 512;

    /// <summary>Requests that wait for their turn; more get status 503.</summary>
    public int MaxQueuedRequests { get; init; } = 2048;

    /// <summary>The longest a request may take, waiting included; then it gets status 504.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>How long the gateway goes on serving after it was told to stop, with its readiness already withdrawn, so that a load balancer notices.</summary>
    public TimeSpan DrainDelay { get; init; } = TimeSpan.Zero;

    /// <summary>How long requests in flight may take to finish when the gateway stops.</summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The largest request to the router.</summary>
    public RequestLimits RequestLimits { get; init; } = RequestLimits.Default;

    /// <summary>The address to listen on.</summary>
    /// <exception cref="InvalidGatewayOptionsException">An option is wrong; the message names it.</exception>
    internal IPEndPoint Validate()
    {
        var isAddress = IPAddress.TryParse(Host == "localhost" ? "127.0.0.1" : Host, out var address);
        Require(isAddress, nameof(Host), $"'{Host}' is not an address to listen on; give an IP address or 'localhost'");
        Require(Port is >= 0 and <= IPEndPoint.MaxPort, nameof(Port), $"{Port} is not a port; give 1 to {IPEndPoint.MaxPort}, or 0 for any free one");
        Require(
            ApiKey is not null || IPAddress.IsLoopback(address!),
            nameof(ApiKey),
            $"is missing; listening on {Host}, which others can reach, needs a key that they must show (or listen on 127.0.0.1)");
        Require(
            ApiKey is null || (ApiKey.Length >= MinKeyLength && !ApiKey.Any(c => c is <= ' ' or > '~')),
            nameof(ApiKey),
            $"a key has at least {MinKeyLength} printable ASCII characters and no space");
        Require(Certificate is null or { HasPrivateKey: true }, nameof(Certificate), "has no private key; give the certificate with its key");
        Require(PagesPath is null || (PagesPath.Length > 1 && PagesPath[0] == '/' && PagesPath[^1] != '/'), nameof(PagesPath), $"'{PagesPath}' is not a path; write it as /dashboard");
        Require(MaxBodyBytes is > 0 and <= MaxBodyLimit, nameof(MaxBodyBytes), $"{MaxBodyBytes}; it must lie between 1 and {MaxBodyLimit}");
        Require(MaxHeaderBytes is >= 1024 and <= 1 << 20, nameof(MaxHeaderBytes), $"{MaxHeaderBytes}; it must lie between 1024 and {1 << 20}");
        Require(MaxConcurrentRequests > 0, nameof(MaxConcurrentRequests), $"{MaxConcurrentRequests}; it must be positive");
        Require(MaxQueuedRequests >= 0, nameof(MaxQueuedRequests), $"{MaxQueuedRequests}; it must not be negative");
        RequireTime(RequestTimeout, nameof(RequestTimeout), allowZero: false);
        RequireTime(DrainDelay, nameof(DrainDelay), allowZero: true);
        RequireTime(DrainTimeout, nameof(DrainTimeout), allowZero: true);
        return new IPEndPoint(address!, Port);
    }

    private static void RequireTime(TimeSpan time, string field, bool allowZero) =>
        Require(
            (time > TimeSpan.Zero || (allowZero && time == TimeSpan.Zero)) && time <= TimeSpan.FromDays(1),
            field,
            $"{time}; it must be {(allowZero ? "zero or more" : "positive")} and at most a day");

    private static void Require(bool holds, string field, string message)
    {
        if (!holds)
        {
            throw new InvalidGatewayOptionsException(field, message);
        }
    }
}
