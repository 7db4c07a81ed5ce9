using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace IndustrialAgents.Gateway.OpenAi;

/// <summary>Server-sent events (HTML Living Standard, 9.2) as a response. Used by one request.</summary>
internal sealed class EventStream(HttpContext context)
{
    /// <summary>Sends one event at once; the first begins the response.</summary>
    public Task SendAsync(JsonObject data) => SendAsync(System.Text.Encoding.UTF8.GetBytes(data.ToJsonString()));

    /// <summary>Sends one event of bytes without a line break.</summary>
    public async Task SendAsync(ReadOnlyMemory<byte> data)
    {
        var response = context.Response;
        if (!response.HasStarted)
        {
            response.ContentType = "text/event-stream; charset=utf-8";
            response.Headers.CacheControl = "no-cache";

            // Proxies that gather responses would hold the text back.
            response.Headers["X-Accel-Buffering"] = "no";
        }

        await response.Body.WriteAsync("data: "u8.ToArray(), context.RequestAborted).ConfigureAwait(false);
        await response.Body.WriteAsync(data, context.RequestAborted).ConfigureAwait(false);
        await response.Body.WriteAsync("\n\n"u8.ToArray(), context.RequestAborted).ConfigureAwait(false);
        await response.Body.FlushAsync(context.RequestAborted).ConfigureAwait(false);
    }
}
