using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace IndustrialAgents.Experts.Tests.Content;

/// <summary>A server of contents on a free loopback port, which can be made to fail.</summary>
internal sealed class ContentServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ContentServer(WebApplication app) => _app = app;

    public ConcurrentDictionary<string, byte[]> Objects { get; } = new();

    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>Takes the place of the answer; null where there is none.</summary>
    public Func<HttpContext, Task>? Instead { get; set; }

    public Uri Address => new(_app.Urls.First() + "/models");

    public static async Task<ContentServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new ContentServer(builder.Build());
        server._app.Run(server.AnswerAsync);
        await server._app.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        Requests.Enqueue(context.Request.Method);
        var sha256 = context.Request.Path.Value!["/models/".Length..];
        if (Instead is { } instead)
        {
            await instead(context);
        }
        else if (HttpMethods.IsPut(context.Request.Method))
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            Objects[sha256] = body.ToArray();
            context.Response.StatusCode = StatusCodes.Status201Created;
        }
        else if (!Objects.TryGetValue(sha256, out var content))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        }
        else if (HttpMethods.IsGet(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(content, context.RequestAborted);
        }
    }
}
