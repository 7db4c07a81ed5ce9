using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace IndustrialAgents.Experts.Multimodal.Tests;

/// <summary>A server that speaks chat completions as it is told, and keeps what it was sent.</summary>
internal sealed class ChatServer : IAsyncDisposable
{
    private readonly WebApplication _application;

    private ChatServer(WebApplication application) => _application = application;

    public ConcurrentQueue<(JsonElement Body, string? Authorization)> Received { get; } = new();

    public string BaseUrl { get; private set; } = "";

    public static async Task<ChatServer> StartAsync(Func<HttpContext, int, Task> reply)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var application = builder.Build();
        var server = new ChatServer(application);
        application.MapPost("/v1/chat/completions", async context =>
        {
            using var body = await JsonDocument.ParseAsync(context.Request.Body);
            server.Received.Enqueue((body.RootElement.Clone(), context.Request.Headers.Authorization));
            await reply(context, server.Received.Count);
        });
        await application.StartAsync();
        server.BaseUrl = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + "/v1";
        return server;
    }

    public static Task Say(HttpContext context, string content, string finish = "stop") => context.Response.WriteAsJsonAsync(new
    {
        choices = new[] { new { message = new { role = "assistant", content }, finish_reason = finish } },
        usage = new { prompt_tokens = 1000, completion_tokens = 200 },
    });

    /// <summary>Sends each text as an event of a stream.</summary>
    public static async Task Stream(HttpContext context, params string[] events)
    {
        if (!context.Response.HasStarted)
        {
            context.Response.ContentType = "text/event-stream";
        }

        foreach (var data in events)
        {
            await context.Response.WriteAsync($"data: {data}\n\n");
            await context.Response.Body.FlushAsync();
        }
    }

    /// <summary>The chunk of a stream with a piece of text.</summary>
    public static string Piece(string text, string? finish = null) =>
        JsonSerializer.Serialize(new { choices = new[] { new { index = 0, delta = new { content = text }, finish_reason = finish } } });

    public static Task Refuse(HttpContext context, int status, string text = "", string? retryAfter = null)
    {
        context.Response.StatusCode = status;
        if (retryAfter is not null)
        {
            context.Response.Headers.RetryAfter = retryAfter;
        }

        return context.Response.WriteAsync(text);
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();
}
