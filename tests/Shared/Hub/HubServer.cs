using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using IndustrialAgents.Experts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace IndustrialAgents.Tests.Hub;

/// <summary>
/// A model hub on one free loopback port and its storage on another, which speak the protocol of Hugging Face: revision, paged tree, redirects to the
/// storage for large files, ranges. Both can be made to fail.
/// </summary>
internal sealed class HubServer : IAsyncDisposable
{
    public const string Repository = "plant/forecaster";
    public const int LargeFrom = 1000;

    private readonly WebApplication _hub;
    private readonly WebApplication _storage;

    private HubServer(WebApplication hub, WebApplication storage) => (_hub, _storage) = (hub, storage);

    public static string Commit { get; } = new('c', 40);

    public SortedDictionary<string, byte[]> Files { get; } = new(StringComparer.Ordinal);

    public int PageSize { get; set; } = 1000;

    /// <summary>Paths with query that the hub was asked for, with the token that came.</summary>
    public ConcurrentQueue<(string Path, string? Token)> HubRequests { get; } = new();

    /// <summary>What the storage was asked for: path, range, token; and the bytes that it sent.</summary>
    public ConcurrentQueue<(string Path, string? Range, string? Token)> StorageRequests { get; } = new();

    public long BytesSent;

    /// <summary>For each transfer from the storage in turn, after how many bytes it breaks off; none where the queue is empty.</summary>
    public ConcurrentQueue<int> Cuts { get; } = new();

    /// <summary>Takes the place of the hub's answer where it returns true.</summary>
    public Func<HttpContext, Task<bool>> InsteadOfHub { get; set; } = _ => Task.FromResult(false);

    /// <summary>Takes the place of the storage's answer where it returns true.</summary>
    public Func<HttpContext, Task<bool>> InsteadOfStorage { get; set; } = _ => Task.FromResult(false);

    /// <summary>Changes an entry of the tree before it is sent.</summary>
    public Action<JsonObject> ChangeEntry { get; set; } = _ => { };

    /// <summary>Time from the last byte before a cut to the cut.</summary>
    public TimeSpan Linger { get; set; } = TimeSpan.FromMilliseconds(20);

    public JsonObject Model { get; } = new()
    {
        ["id"] = Repository,
        ["sha"] = Commit,
        ["gated"] = false,
        ["cardData"] = new JsonObject { ["license"] = "apache-2.0" },
        ["tags"] = new JsonArray("onnx", "license:apache-2.0"),
    };

    public Uri Endpoint => new(_hub.Urls.First());

    public Uri Storage => new(_storage.Urls.First());

    public ModelHubOptions Options => new()
    {
        Endpoint = Endpoint,
        Retries = 2,
        RetryDelay = TimeSpan.FromMilliseconds(1),
        MaxRetryDelay = TimeSpan.FromMilliseconds(20),
        StallTime = TimeSpan.FromSeconds(10),
        KeepFree = 0,
    };

    public static async Task<HubServer> StartAsync()
    {
        var server = new HubServer(Build(), Build());
        server._hub.Run(server.AnswerHubAsync);
        server._storage.Run(server.AnswerStorageAsync);
        await server._hub.StartAsync(TestContext.Current.CancellationToken);
        await server._storage.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    public static byte[] Bytes(int count, int seed = 1)
    {
        var bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    public async ValueTask DisposeAsync()
    {
        await _hub.DisposeAsync();
        await _storage.DisposeAsync();
    }

    private static WebApplication Build()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        return builder.Build();
    }

    private async Task AnswerHubAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        HubRequests.Enqueue((path + context.Request.QueryString, context.Request.Headers.Authorization));
        if (await InsteadOfHub(context))
        {
            return;
        }

        if (path.StartsWith($"/api/models/{Repository}/revision/", StringComparison.Ordinal))
        {
            await Find(context, path[(path.LastIndexOf('/') + 1)..]);
        }
        else if (path == $"/api/models/{Repository}/tree/{Commit}")
        {
            await ListAsync(context);
        }
        else if (path.StartsWith($"/{Repository}/resolve/{Commit}/", StringComparison.Ordinal) && Files.TryGetValue(path[$"/{Repository}/resolve/{Commit}/".Length..], out var content))
        {
            if (content.Length < LargeFrom)
            {
                await context.Response.Body.WriteAsync(content);
                return;
            }

            context.Response.StatusCode = StatusCodes.Status302Found;
            context.Response.Headers["X-Repo-Commit"] = Commit;
            context.Response.Headers["X-Linked-Etag"] = $"\"{Convert.ToHexStringLower(SHA256.HashData(content))}\"";
            context.Response.Headers["X-Linked-Size"] = content.Length.ToString(CultureInfo.InvariantCulture);
            context.Response.Headers.Location = new Uri(Storage, path).ToString();
        }
        else
        {
            Refuse(context, 404, "EntryNotFound", "Entry not found");
        }
    }

    public static void Refuse(HttpContext context, int status, string code, string message)
    {
        context.Response.StatusCode = status;
        context.Response.Headers["X-Error-Code"] = code;
        context.Response.Headers["X-Error-Message"] = message;
    }

    private Task Find(HttpContext context, string revision)
    {
        if (revision is not "main" && revision != Commit)
        {
            Refuse(context, 404, "RevisionNotFound", "Invalid rev id: " + revision);
            return Task.CompletedTask;
        }

        return context.Response.WriteAsync(Model.ToJsonString());
    }

    private Task ListAsync(HttpContext context)
    {
        var from = int.Parse(context.Request.Query["cursor"].FirstOrDefault() ?? "0", CultureInfo.InvariantCulture);
        var page = new JsonArray(new JsonObject { ["type"] = "directory", ["oid"] = new string('d', 40), ["size"] = 0, ["path"] = "onnx" });
        foreach (var (path, content) in Files.Skip(from).Take(PageSize))
        {
            var entry = new JsonObject { ["type"] = "file", ["oid"] = GitBlob(content), ["size"] = content.Length, ["path"] = path };
            if (content.Length >= LargeFrom)
            {
                entry["lfs"] = new JsonObject { ["oid"] = Convert.ToHexStringLower(SHA256.HashData(content)), ["size"] = content.Length, ["pointerSize"] = 134 };
            }

            ChangeEntry(entry);
            page.Add((JsonNode)entry);
        }

        if (from + PageSize < Files.Count)
        {
            // As a mirror passes it on: with the address of the hub behind it.
            context.Response.Headers.Append("Link", $"<https://hub.invalid{context.Request.Path}?recursive=true&cursor={from + PageSize}>; rel=\"next\"");
        }

        return context.Response.WriteAsync(page.ToJsonString(new JsonSerializerOptions()));
    }

#pragma warning disable CA5350 // Git names blobs by SHA-1.
    private static string GitBlob(byte[] content) => Convert.ToHexStringLower(SHA1.HashData([.. Encoding.ASCII.GetBytes($"blob {content.Length}\0"), .. content]));
#pragma warning restore CA5350

    private async Task AnswerStorageAsync(HttpContext context)
    {
        var (path, range) = (context.Request.Path.Value!, context.Request.Headers.Range.FirstOrDefault());
        StorageRequests.Enqueue((path, range, context.Request.Headers.Authorization));
        if (await InsteadOfStorage(context))
        {
            return;
        }

        var content = Files[path[$"/{Repository}/resolve/{Commit}/".Length..]];
        var from = range is null ? 0 : int.Parse(range["bytes=".Length..^1], CultureInfo.InvariantCulture);
        if (from >= content.Length)
        {
            context.Response.StatusCode = StatusCodes.Status416RangeNotSatisfiable;
            return;
        }

        context.Response.StatusCode = range is null ? StatusCodes.Status200OK : StatusCodes.Status206PartialContent;
        context.Response.ContentLength = content.Length - from;
        if (range is not null)
        {
            context.Response.Headers.ContentRange = $"bytes {from}-{content.Length - 1}/{content.Length}";
        }

        var send = Cuts.TryDequeue(out var cut) ? Math.Min(cut, content.Length - from) : content.Length - from;
        await context.Response.StartAsync();
        await context.Response.Body.WriteAsync(content.AsMemory(from, send));
        await context.Response.Body.FlushAsync();
        Interlocked.Add(ref BytesSent, send);
        if (send < content.Length - from)
        {
            // What was flushed may still be on its way: an abort at once would take it back.
            await Task.Delay(Linger);
            context.Abort();
        }
    }
}
