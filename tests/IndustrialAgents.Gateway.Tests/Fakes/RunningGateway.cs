using System.Net;
using System.Text;
using IndustrialAgents.Experts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace IndustrialAgents.Gateway.Tests.Fakes;

/// <summary>A gateway on a free port of loopback, with fakes behind it.</summary>
internal sealed class RunningGateway : IAsyncDisposable
{
    private RunningGateway(WebApplication app, FakeRouter router, FakeDecisions decisions)
    {
        App = app;
        Router = router;
        Decisions = decisions;
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        Address = new Uri(address);
        Client = new HttpClient { BaseAddress = Address };
    }

    public WebApplication App { get; }

    public Uri Address { get; }

    public FakeRouter Router { get; }

    public FakeDecisions Decisions { get; }

    public HttpClient Client { get; }

    public static Task<RunningGateway> StartAsync(IModelRunner model, GatewayOptions? options = null, ILoggerFactory? loggers = null) =>
        StartAsync(new FakeModels(("m", "1", model)), options, loggers);

    public static Task<RunningGateway> StartAsync(IExpertDirectory experts, GatewayOptions? options = null) => StartAsync(new FakeModels(), experts, options, null);

    public static Task<RunningGateway> StartAsync(IModelDirectory models, GatewayOptions? options = null, ILoggerFactory? loggers = null) =>
        StartAsync(models, new FakeDirectory("a", "b"), options, loggers);

    private static async Task<RunningGateway> StartAsync(IModelDirectory models, IExpertDirectory experts, GatewayOptions? options, ILoggerFactory? loggers)
    {
        var router = new FakeRouter();
        var decisions = new FakeDecisions();
        var app = GatewayApp.Create(
            new GatewayBackend(router, experts, decisions, models), options ?? new GatewayOptions { Port = 0 }, loggers);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new RunningGateway(app, router, decisions);
    }

    public Task<(HttpStatusCode Status, string Body)> InferAsync(string json, string path = "/v2/models/m/infer") => PostAsync(path, json);

    public async Task<(HttpStatusCode Status, string Body)> PostAsync(string path, string json, string type = "application/json")
    {
        using var content = new StringContent(json, Encoding.UTF8, type);
        using var response = await Client.PostAsync(new Uri(path, UriKind.Relative), content, TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public async Task<(HttpStatusCode Status, string Body)> GetAsync(string path)
    {
        using var response = await Client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await App.DisposeAsync();
    }
}
