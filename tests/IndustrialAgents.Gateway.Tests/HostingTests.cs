using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using IndustrialAgents.Gateway.Tests.Fakes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace IndustrialAgents.Gateway.Tests;

public sealed class HostingTests
{
    private const string Key = "0123456789abcdef";

    [Fact]
    public async Task UseGateway_InAnotherApplication_AnswersBesideWhatThatOneMaps()
    {
        await using var host = await StartAsync(new GatewayOptions { Port = 0 });
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(host, "/v1/experts")).Status);
        Assert.Equal((HttpStatusCode.OK, "page"), await GetAsync(host, "/dashboard/"));
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync(host, "/nothing")).Status);
    }

    [Fact]
    public async Task Ready_WithAnObstacle_Is503AndSaysWhichAndLiveStays()
    {
        string? obstacle = "the database does not answer";
        await using var host = await StartAsync(new GatewayOptions { Port = 0 }, new Check(() => obstacle));
        var (status, body) = await GetAsync(host, "/v2/health/ready");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Equal("""{"ready":false,"reason":"the database does not answer"}""", body);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(host, "/v2/health/live")).Status);
        obstacle = null;
        Assert.Equal((HttpStatusCode.OK, """{"ready":true}"""), await GetAsync(host, "/v2/health/ready"));
    }

    [Fact]
    public async Task Get_PageWithTheKeyAsPassword_IsAllowedThereOnly()
    {
        await using var host = await StartAsync(new GatewayOptions { Port = 0, ApiKey = Key, PagesPath = "/dashboard" });
        var basic = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"operator:{Key}")));
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(host, "/dashboard/", basic)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync(host, "/v1/experts", basic)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync(host, "/dashboards", basic)).Status);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(host, "/dashboard/", new("Bearer", Key))).Status);
        foreach (var wrong in new[] { "operator:0123456789abcdeF", Key, "" })
        {
            var shown = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(wrong)));
            Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync(host, "/dashboard/", shown)).Status);
        }

        Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync(host, "/dashboard/", new("Basic", "%%%"))).Status);
    }

    [Fact]
    public async Task Get_WithoutTheKey_ChallengesBrowsersOnPagesOnly()
    {
        await using var host = await StartAsync(new GatewayOptions { Port = 0, ApiKey = Key, PagesPath = "/dashboard" });
        using var client = new HttpClient();
        using var page = await client.GetAsync(new Uri($"{host.Urls.First()}/dashboard/"), TestContext.Current.CancellationToken);
        using var other = await client.GetAsync(new Uri($"{host.Urls.First()}/v1/experts"), TestContext.Current.CancellationToken);
        Assert.Equal("Basic", Assert.Single(page.Headers.WwwAuthenticate).Scheme);
        Assert.Equal("Bearer", Assert.Single(other.Headers.WwwAuthenticate).Scheme);
    }

    [Fact]
    public async Task Get_WithACertificate_IsAnsweredOverTls()
    {
        using var certificate = MakeCertificate();
        await using var host = await StartAsync(new GatewayOptions { Port = 0, Certificate = certificate });
        Assert.StartsWith("https://", host.Urls.First(), StringComparison.Ordinal);
        using var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, shown, _, _) => shown!.Thumbprint == certificate.Thumbprint };
        using var client = new HttpClient(handler);
        using var response = await client.GetAsync(new Uri($"{host.Urls.First()}/v2/health/ready"), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public void AddGateway_CertificateWithoutKey_NamesTheOption()
    {
        using var certificate = MakeCertificate();
        using var bare = X509CertificateLoader.LoadCertificate(certificate.Export(X509ContentType.Cert));
        var error = Assert.Throws<InvalidGatewayOptionsException>(() =>
            WebApplication.CreateEmptyBuilder(new WebApplicationOptions()).AddGateway(new GatewayOptions { Certificate = bare }));
        Assert.Equal(nameof(GatewayOptions.Certificate), error.Field);
    }

    private static X509Certificate2 MakeCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    private static async Task<WebApplication> StartAsync(GatewayOptions options, params IReadinessCheck[] checks)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.AddGateway(options);
        builder.Services.AddSingleton<IRouter>(new FakeRouter());
        builder.Services.AddSingleton<IExpertDirectory>(new FakeDirectory("a"));
        builder.Services.AddSingleton<IDecisionStore>(new FakeDecisions());
        builder.Services.AddSingleton<IModelDirectory>(new FakeModels(("m", "1", new FakeModel(ElementType.Float32, 1))));
        foreach (var check in checks)
        {
            builder.Services.AddSingleton(check);
        }

        var app = builder.Build();
        app.UseGateway();
        app.MapGet("/dashboard/", () => "page");
        app.MapGet("/dashboards", () => "another");
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }

    private static async Task<(HttpStatusCode Status, string Body)> GetAsync(WebApplication host, string path, AuthenticationHeaderValue? shown = null)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, host.Urls.First() + path);
        request.Headers.Authorization = shown;
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private sealed class Check(Func<string?> obstacle) : IReadinessCheck
    {
        public ValueTask<string?> FindObstacleAsync(CancellationToken cancellationToken) => new(obstacle());
    }
}
