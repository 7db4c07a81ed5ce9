using System.Net;

namespace IndustrialAgents.Silo.Configuration;

/// <summary>All of a silo's configuration; each property is a section of it.</summary>
internal sealed class SiloSettings
{
    /// <summary>The process as a member of its cluster.</summary>
    public MemberSettings Silo { get; init; } = new();

    /// <summary>Where the cluster keeps what must survive.</summary>
    public StorageSettings Storage { get; init; } = new();

    /// <summary>HTTP.</summary>
    public HttpSettings Http { get; init; } = new();

    /// <summary>Certificates.</summary>
    public TlsSettings Tls { get; init; } = new();

    /// <summary>Metrics and traces.</summary>
    public TelemetrySettings Telemetry { get; init; } = new();

    /// <summary>The Orleans Dashboard.</summary>
    public DashboardSettings Dashboard { get; init; } = new();

    /// <summary>Throws unless the settings make sense, each for itself and together.</summary>
    /// <exception cref="InvalidSettingException">One is wrong.</exception>
    public void Validate()
    {
        Silo.Validate();
        Storage.Validate();
        Http.Validate();
        Tls.Validate();
        Telemetry.Validate();
        InvalidSettingException.Require(
            IPAddress.IsLoopback(Silo.Address) || Tls.IsUsed || Silo.TrustNetwork,
            "Silo:Host",
            $"'{Silo.Host}' lets others reach the silo's ports, which ask nobody who he is; give it certificates in Tls, or set Silo:TrustNetwork "
            + "where a firewall or network policy admits the cluster's own machines only");
        InvalidSettingException.Require(
            Silo.Role == SiloRole.Silo || Storage.Kind == StorageKind.PostgreSql || Silo.Primary is not null,
            "Silo:Role",
            "a gateway finds its cluster in PostgreSQL, or by the address of a silo's gateway port in Silo:Primary; neither is given");
        InvalidSettingException.Require(
            Storage.Kind == StorageKind.PostgreSql || Silo.Role == SiloRole.Gateway || IPAddress.IsLoopback(Silo.Address),
            "Storage:Kind",
            $"{Storage.Kind} serves one machine only; a cluster that others reach at {Silo.Host} needs PostgreSql");
    }
}
