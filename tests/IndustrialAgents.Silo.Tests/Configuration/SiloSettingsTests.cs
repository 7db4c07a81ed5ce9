using IndustrialAgents.Silo.Configuration;
using IndustrialAgents.Silo.Hosting;

namespace IndustrialAgents.Silo.Tests.Configuration;

public sealed class SiloSettingsTests
{
    private static readonly StorageSettings Postgres = new() { Kind = StorageKind.PostgreSql, Connection = "Host=db;Database=plant" };

    [Fact]
    public void Validate_Defaults_AreOneSiloOnThisMachine() => new SiloSettings().Validate();

    [Fact]
    public void Validate_EverythingWrongInTurn_NamesTheSetting()
    {
        Wrong("Silo:SiloPort", new SiloSettings { Silo = new() { SiloPort = 70000 } });
        Wrong("Silo:GatewayPort", new SiloSettings { Silo = new() { SiloPort = 5, GatewayPort = 5 } });
        Wrong("Silo:ClusterId", new SiloSettings { Silo = new() { ClusterId = " " } });
        Wrong("Silo:Host", new SiloSettings { Silo = new() { Host = "plant" } });
        Wrong("Silo:Primary", new SiloSettings { Silo = new() { Primary = "plant:11111" } });
        Wrong("Storage:Connection", new SiloSettings { Storage = new() { Kind = StorageKind.PostgreSql } });
        Wrong("Storage:Connection", new SiloSettings { Storage = new() { Kind = StorageKind.PostgreSql, Connection = "Hots=db" } });
        Wrong("Storage:MaxDecisions", new SiloSettings { Storage = new() { MaxDecisions = 0 } });
        Wrong("Http:MaxFileBytes", new SiloSettings { Http = new() { MaxFileBytes = 0 } });
        Wrong("Tls:Key", new SiloSettings { Tls = new() { Certificate = typeof(SiloSettings).Assembly.Location } });
        Wrong("Tls:Certificate", new SiloSettings { Tls = new() { Certificate = "/nowhere.pem" } });
        Wrong("Telemetry:Endpoint", new SiloSettings { Telemetry = new() { Endpoint = new Uri("ftp://collector") } });
        Wrong("Telemetry:TraceShare", new SiloSettings { Telemetry = new() { TraceShare = 2 } });
    }

    [Fact]
    public void Validate_PortsOpenToOthersWithoutTls_AsksForCertificatesOrATrustedNetwork()
    {
        Wrong("Silo:Host", new SiloSettings { Silo = new() { Host = "0.0.0.0" }, Storage = Postgres });
        new SiloSettings { Silo = new() { Host = "0.0.0.0", TrustNetwork = true }, Storage = Postgres }.Validate();
    }

    [Fact]
    public void Validate_StorageOfOneMachineForMany_AsksForPostgreSql() =>
        Wrong("Storage:Kind", new SiloSettings { Silo = new() { Host = "0.0.0.0", TrustNetwork = true } });

    [Fact]
    public void Validate_GatewayThatCannotFindItsCluster_SaysHow()
    {
        Wrong("Silo:Role", new SiloSettings { Silo = new() { Role = SiloRole.Gateway } });
        new SiloSettings { Silo = new() { Role = SiloRole.Gateway, Primary = "127.0.0.1:30000" } }.Validate();
    }

    [Fact]
    public void Address_ListeningOnAllWithoutAdvertisedHost_SaysWhatIsMissing()
    {
        var error = Assert.Throws<InvalidSettingException>(() => SiloNames.Address(new() { Host = "0.0.0.0" }));
        Assert.Equal("Silo:AdvertisedHost", error.Setting);
        Assert.Equal("10.1.2.3", SiloNames.Address(new() { Host = "0.0.0.0", AdvertisedHost = "10.1.2.3" }).ToString());
        Assert.Equal("127.0.0.1", SiloNames.Address(new() { Host = "0.0.0.0", AdvertisedHost = "localhost" }).ToString());
    }

    private static void Wrong(string setting, SiloSettings settings) =>
        Assert.Equal(setting, Assert.Throws<InvalidSettingException>(settings.Validate).Setting);
}
