using System.Net;

namespace IndustrialAgents.Silo.Configuration;

/// <summary>Section <c>Silo</c>: the process as a member of its cluster.</summary>
internal sealed class MemberSettings
{
    /// <summary>What the process is to the cluster.</summary>
    public SiloRole Role { get; init; }

    /// <summary>The silo's name, for people; null for one made of the machine's name and the port.</summary>
    public string? Name { get; init; }

    /// <summary>Name of the cluster; silos with the same name and database form one.</summary>
    public string ClusterId { get; init; } = "industrial-agents";

    /// <summary>Name under which state is kept; unlike the cluster's it never changes.</summary>
    public string ServiceId { get; init; } = "industrial-agents";

    /// <summary>IP address that the silo's and the gateway's port listen on; beyond loopback it needs <c>Tls</c> or <see cref="TrustNetwork"/>.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>IP address or host name that others reach this silo at; null for <see cref="Host"/>.</summary>
    public string? AdvertisedHost { get; init; }

    /// <summary>TCP port for other silos.</summary>
    public int SiloPort { get; init; } = 11111;

    /// <summary>TCP port for Orleans clients.</summary>
    public int GatewayPort { get; init; } = 30000;

    /// <summary>With memory or SQLite as storage: address and port of the silo that keeps the list of members; null where it is this one.</summary>
    public string? Primary { get; init; }

    /// <summary>Whether the network beyond loopback is one where nobody else is, so that ports may go without TLS.</summary>
    public bool TrustNetwork { get; init; }

    /// <summary>Folder for what this silo keeps on its disk: unpacked experts, and SQLite files where those are the storage.</summary>
    public string DataFolder { get; init; } = "silo-data";

    /// <summary>The address that the ports listen on.</summary>
    public IPAddress Address => IPAddress.Parse(Host == "localhost" ? "127.0.0.1" : Host);

    /// <summary>Throws unless the settings make sense.</summary>
    /// <exception cref="InvalidSettingException">One is wrong.</exception>
    public void Validate()
    {
        RequireText(ClusterId, nameof(ClusterId));
        RequireText(ServiceId, nameof(ServiceId));
        RequireText(DataFolder, nameof(DataFolder));
        Require(Host == "localhost" || IPAddress.TryParse(Host, out _), nameof(Host), $"'{Host}' is not an address to listen on; give an IP address, 0.0.0.0 for all, or 'localhost'");
        Require(AdvertisedHost is null || Uri.CheckHostName(AdvertisedHost) is not UriHostNameType.Unknown, nameof(AdvertisedHost), $"'{AdvertisedHost}' is neither a host name nor an IP address");
        RequirePort(SiloPort, nameof(SiloPort));
        RequirePort(GatewayPort, nameof(GatewayPort));
        Require(SiloPort != GatewayPort, nameof(GatewayPort), $"{GatewayPort} is the silo's port as well; give another");
        Require(Primary is null || IPEndPoint.TryParse(Primary, out _), nameof(Primary), $"'{Primary}' is not an address with port; write it as 127.0.0.1:11111");
    }

    private static void RequireText(string value, string field) => Require(!string.IsNullOrWhiteSpace(value), field, "is empty; give it a name");

    private static void RequirePort(int port, string field) =>
        Require(port is > 0 and <= IPEndPoint.MaxPort, field, $"{port} is not a port; give 1 to {IPEndPoint.MaxPort}");

    private static void Require(bool holds, string field, string message) => InvalidSettingException.Require(holds, $"Silo:{field}", message);
}
