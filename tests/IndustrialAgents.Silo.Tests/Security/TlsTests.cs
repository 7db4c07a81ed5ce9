using IndustrialAgents.Orleans;
using IndustrialAgents.Silo.Configuration;
using IndustrialAgents.Silo.Security;
using IndustrialAgents.Silo.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OrleansClusterOptions = Orleans.Configuration.ClusterOptions;

namespace IndustrialAgents.Silo.Tests.Security;

public sealed class TlsTests : IDisposable
{
    private const string Name = "silo.plant";

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Silos_WithCertificatesOfOneAuthority_FormAClusterThatClientsWithOneReach()
    {
        using var plant = new TestCertificates(_folder.Path, "plant");
        await using var first = await StartAsync(plant, "one", null);
        await using var second = await StartAsync(plant, "two", first.Settings.Silo.SiloPort);
        var management = first.App.Services.GetRequiredService<IGrainFactory>().GetGrain<IManagementGrain>(0);
        while ((await management.GetHosts(onlyActive: true)).Count < 2)
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        using var client = await ConnectAsync(plant, first.Settings.Silo.GatewayPort);
        Assert.Null(await client.Services.GetRequiredService<IClusterClient>().Catalog().GetAsync());
        Assert.Equal("https", first.Client.BaseAddress!.Scheme);
        Assert.Equal(System.Net.HttpStatusCode.OK, (await first.SendAsync(HttpMethod.Get, "/v2/health/ready")).Status);

        using var stranger = new TestCertificates(_folder.Path, "stranger");
        await Assert.ThrowsAnyAsync<Exception>(() => ConnectAsync(stranger, first.Settings.Silo.GatewayPort));
        await Assert.ThrowsAnyAsync<Exception>(() => ConnectAsync(null, first.Settings.Silo.GatewayPort));
    }

    [Fact]
    public async Task Load_FilesThatAreNone_NamesThem()
    {
        var file = _folder.Sub("no.pem");
        await File.WriteAllTextAsync(file, "no certificate", TestContext.Current.CancellationToken);
        var error = Assert.Throws<InvalidSettingException>(() => SiloCertificates.Load(new TlsSettings { Certificate = file, Key = file, SiloName = Name }));
        Assert.Equal("Tls:Certificate", error.Setting);
        Assert.Contains(file, error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private Task<RunningSilo> StartAsync(TestCertificates authority, string folder, int? primary)
    {
        var (certificate, key) = authority.Issue(Name);
        return RunningSilo.StartAsync(
            Directory.CreateDirectory(_folder.Sub(folder)).FullName,
            null,
            [$"Tls:Certificate={certificate}", $"Tls:Key={key}", $"Tls:Authorities={authority.Authority}", $"Tls:SiloName={Name}", .. primary is { } port ? new[] { $"Silo:Primary=127.0.0.1:{port}" } : []]);
    }

    private static async Task<IHost> ConnectAsync(TestCertificates? authority, int gatewayPort)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.UseOrleansClient(client =>
        {
            client.Configure<OrleansClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = ("test", "industrial-agents"))
                .UseLocalhostClustering(gatewayPort, "industrial-agents", "test");
            if (authority is not null)
            {
                var (certificate, key) = authority.Issue("client.plant");
                client.UseTls(SiloCertificates.Load(new TlsSettings { Certificate = certificate, Key = key, Authorities = authority.Authority, SiloName = Name })!.Configure);
            }
        });
        var host = builder.Build();
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            patience.CancelAfter(TimeSpan.FromSeconds(20));
            await host.StartAsync(patience.Token);
            return host;
        }
        catch
        {
            host.Dispose();
            throw;
        }
    }
}
