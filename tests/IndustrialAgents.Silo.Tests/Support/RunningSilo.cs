using System.Net;
using System.Net.Http.Json;
using System.Text;
using IndustrialAgents.Json;
using IndustrialAgents.Silo.Configuration;
using IndustrialAgents.Silo.Hosting;
using Microsoft.AspNetCore.Builder;

namespace IndustrialAgents.Silo.Tests.Support;

/// <summary>A silo in this process, as <c>ia-silo run</c> makes it, with everything in memory unless a test says otherwise.</summary>
internal sealed class RunningSilo : IAsyncDisposable
{
    private RunningSilo(WebApplication app, SiloSettings settings, string? key)
    {
        (App, Settings) = (app, settings);
        Client = new HttpClient(new HttpClientHandler { ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator })
        {
            BaseAddress = new Uri(app.Urls.First()),
        };
        if (key is not null)
        {
            Client.DefaultRequestHeaders.Authorization = new("Bearer", key);
        }
    }

    public WebApplication App { get; }

    public SiloSettings Settings { get; }

    public HttpClient Client { get; }

    /// <summary>Starts one.</summary>
    /// <param name="folder">Its data.</param>
    /// <param name="key">The key of HTTP.</param>
    /// <param name="settings">Further settings, <c>Section:Field=value</c>.</param>
    public static async Task<RunningSilo> StartAsync(string folder, string? key = null, params string[] settings)
    {
        var file = Path.Combine(folder, $"silo-{Guid.NewGuid():n}.json");
        await File.WriteAllTextAsync(file, "{}", TestContext.Current.CancellationToken);
        var configuration = SettingsReader.Read(
            file,
            [
                "Silo:ClusterId=test", $"Silo:SiloPort={FreePorts.Next()}", $"Silo:GatewayPort={FreePorts.Next()}", $"Silo:DataFolder={folder}",
                $"Cluster:ContentStore={Path.Combine(folder, "content")}", $"Cluster:CacheFolder={Path.Combine(folder, "cache")}", "Cluster:CatalogInterval=00:00:00.2",
                "Storage:Kind=Memory", "Http:Port=0", "Http:DrainDelay=00:00:00", "Http:DrainTimeout=00:00:05", "Cluster:DrainTime=00:00:05",
                "Logging:LogLevel:Default=Warning", .. settings,
            ],
            ClusterHosting.Sections);
        var bound = SettingsReader.Bind<SiloSettings>(configuration);
        bound.Validate();
        var app = SiloHost.Build(bound, configuration, key);
        try
        {
            await app.StartAsync(TestContext.Current.CancellationToken);
            return new RunningSilo(app, bound, key);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    public async Task<(HttpStatusCode Status, string Body)> SendAsync(HttpMethod method, string path, object? json = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (json is not null)
        {
            request.Content = json is string text ? new StringContent(text, Encoding.UTF8, "application/json") : JsonContent.Create(json, json.GetType(), options: ContractJson.Options);
        }

        using var response = await Client.SendAsync(request, TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>Asks until the answer fits.</summary>
    public async Task<string> UntilAsync(string path, Func<HttpStatusCode, string, bool> fits)
    {
        while (true)
        {
            var (status, body) = await SendAsync(HttpMethod.Get, path);
            if (fits(status, body))
            {
                return body;
            }

            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await App.StopAsync(CancellationToken.None);
        await App.DisposeAsync();
    }
}
