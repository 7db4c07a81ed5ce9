using System.Net;
using IndustrialAgents.Silo.Commands;
using IndustrialAgents.Silo.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Messaging;

namespace IndustrialAgents.Silo.Tests.Database;

public sealed class MembershipTests(PostgresFixture postgres)
{
    private static readonly DateTime Now = new(2026, 3, 4, 5, 6, 7, DateTimeKind.Utc);

    [Fact]
    public async Task Insert_AndUpdate_RaiseTheVersionAndAreReadBack()
    {
        using var host = await StartAsync();
        var table = host.Services.GetRequiredService<IMembershipTable>();
        await table.InitializeMembershipTable(true);
        await table.InitializeMembershipTable(true);
        var empty = await table.ReadAll();
        Assert.Empty(empty.Members);
        Assert.Equal(0, empty.Version.Version);

        var silo = Silo(11111, 7);
        Assert.True(await table.InsertRow(Entry(silo, SiloStatus.Joining), empty.Version.Next()));
        Assert.False(await table.InsertRow(Entry(Silo(11112, 7), SiloStatus.Joining), empty.Version.Next()));
        Assert.False(await table.InsertRow(Entry(silo, SiloStatus.Active), (await table.ReadAll()).Version.Next()));

        var one = await table.ReadRow(silo);
        var (read, etag) = Assert.Single(one.Members);
        Assert.Equal((1, SiloStatus.Joining, "silo-1", 30000, Now), (one.Version.Version, read.Status, read.SiloName, read.ProxyPort, read.StartTime));
        read.Status = SiloStatus.Active;
        read.SuspectTimes = [new(Silo(11113, 1), Now)];
        Assert.True(await table.UpdateRow(read, etag, one.Version.Next()));
        Assert.False(await table.UpdateRow(read, etag, one.Version.Next()));
        var all = await table.ReadAll();
        Assert.Equal(2, all.Version.Version);
        Assert.Equal(Silo(11113, 1), Assert.Single(Assert.Single(all.Members).Item1.SuspectTimes).Item1);
        Assert.Empty((await table.ReadRow(Silo(1, 1))).Members);
    }

    [Fact]
    public async Task Insert_ManyAtOnceOverOneVersion_OneWins()
    {
        using var host = await StartAsync();
        var table = host.Services.GetRequiredService<IMembershipTable>();
        await table.InitializeMembershipTable(true);
        var version = (await table.ReadAll()).Version.Next();
        var outcomes = await Task.WhenAll(Enumerable.Range(1, 8).Select(port => table.InsertRow(Entry(Silo(port, 1), SiloStatus.Joining), version)));
        Assert.Single(outcomes, won => won);
        Assert.Single((await table.ReadAll()).Members);
    }

    [Fact]
    public async Task IAmAlive_CleanUpAndDelete_TouchWhatTheyShould()
    {
        using var host = await StartAsync();
        var table = host.Services.GetRequiredService<IMembershipTable>();
        await table.InitializeMembershipTable(true);
        foreach (var (port, status) in new[] { (1, SiloStatus.Active), (2, SiloStatus.Dead), (3, SiloStatus.Joining), (4, SiloStatus.Dead) })
        {
            Assert.True(await table.InsertRow(Entry(Silo(port, 1), status), (await table.ReadAll()).Version.Next()));
        }

        var alive = Entry(Silo(4, 1), SiloStatus.Dead);
        alive.IAmAliveTime = Now.AddDays(1);
        await table.UpdateIAmAlive(alive);
        await table.CleanupDefunctSiloEntries(Now.AddHours(1));
        Assert.Equal([1, 4], (await table.ReadAll()).Members.Select(member => member.Item1.SiloAddress.Endpoint.Port).Order());
        await table.DeleteMembershipTableEntries("test");
        await table.InitializeMembershipTable(true);
        Assert.Empty((await table.ReadAll()).Members);
    }

    [Fact]
    public async Task Gateways_OfActiveSilosOnly_AreListed()
    {
        using var host = await StartAsync();
        var table = host.Services.GetRequiredService<IMembershipTable>();
        await table.InitializeMembershipTable(true);
        Assert.True(await table.InsertRow(Entry(Silo(1, 1), SiloStatus.Active), (await table.ReadAll()).Version.Next()));
        Assert.True(await table.InsertRow(Entry(Silo(2, 1), SiloStatus.Dead), (await table.ReadAll()).Version.Next()));
        var client = Host.CreateEmptyApplicationBuilder(null);
        client.UseOrleansClient(orleans => orleans
            .Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = ("test", "test"))
            .UseAdoNetClustering(clustering => (clustering.Invariant, clustering.ConnectionString) = ("Npgsql", _connection)));
        using var built = client.Build();
        var gateways = built.Services.GetRequiredService<IGatewayListProvider>();
        await gateways.InitializeGatewayListProvider();
        Assert.Equal(30000, Assert.Single(await gateways.GetGateways()).Port);
    }

    private string _connection = "";

    private async Task<IHost> StartAsync()
    {
        _connection = await postgres.CreateDatabaseAsync();
        await InitDbCommand.InitializeAsync(_connection, TestContext.Current.CancellationToken);
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.UseOrleans(silo => silo
            .Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = ("test", "test"))
            .UseAdoNetClustering(clustering => (clustering.Invariant, clustering.ConnectionString) = ("Npgsql", _connection)));
        return builder.Build();
    }

    private static SiloAddress Silo(int port, int generation) => SiloAddress.New(IPAddress.Loopback, port, generation);

    private static MembershipEntry Entry(SiloAddress silo, SiloStatus status) => new()
    {
        SiloAddress = silo,
        SiloName = "silo-1",
        HostName = "host",
        Status = status,
        ProxyPort = 30000,
        StartTime = Now,
        IAmAliveTime = Now,
    };
}
