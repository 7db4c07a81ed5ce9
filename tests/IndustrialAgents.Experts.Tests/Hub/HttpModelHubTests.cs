using System.Diagnostics;
using IndustrialAgents.Tests.Hub;
using Microsoft.AspNetCore.Http;

namespace IndustrialAgents.Experts.Tests.Hub;

public sealed class HttpModelHubTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FindAsync_Branch_GivesCommitLicenceAndEveryPage()
    {
        await using var server = await HubServer.StartAsync();
        server.PageSize = 3;
        for (var i = 0; i < 8; i++)
        {
            server.Files[$"onnx/{i}.onnx"] = HubServer.Bytes(i % 2 == 0 ? 10 : 2000, i);
        }

        using var hub = new HttpModelHub(server.Options, TimeProvider.System);
        var model = await hub.FindAsync(HubReference.Parse(HubServer.Repository), Token);

        Assert.Equal(HubServer.Commit, model.Commit);
        Assert.Equal("apache-2.0", model.License!.Id);
        Assert.False(model.IsGated);
        Assert.Equal(server.Files.Keys, model.Files.Select(file => file.Path));
        Assert.Equal(server.Files.Values.Select(content => (long)content.Length), model.Files.Select(file => file.Size));
        Assert.Equal([HubHashKind.GitBlob, HubHashKind.Sha256], model.Files.Take(2).Select(file => file.Hash!.Kind));
        Assert.Equal($"{server.Endpoint}{HubServer.Repository}/tree/{HubServer.Commit}", model.Source);
        Assert.Equal(3, server.HubRequests.Count(request => request.Path.Contains("/tree/", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(500)]
    [InlineData(200_000)]
    public async Task DownloadAsync_File_ArrivesWholeAndOnce(int size)
    {
        await using var server = await HubServer.StartAsync();
        using var folder = new TestFolder();
        server.Files["onnx/a b+c.onnx"] = HubServer.Bytes(size);
        using var hub = new HttpModelHub(server.Options, TimeProvider.System);

        var told = await DownloadAsync(hub, folder["sub/model.onnx"]);
        await DownloadAsync(hub, folder["sub/model.onnx"]);

        Assert.Equal(server.Files.Values.Single(), await File.ReadAllBytesAsync(folder["sub/model.onnx"], Token));
        Assert.Equal([folder["sub/model.onnx"]], Directory.GetFiles(folder["sub"]));
        Assert.Equal(size, told[^1]);
        Assert.Equal(told.Order(), told);
        Assert.Equal(size >= HubServer.LargeFrom ? 1 : 0, server.StorageRequests.Count);
    }

    [Fact]
    public async Task DownloadAsync_CutHalfWay_GoesOnFromThere()
    {
        await using var server = await HubServer.StartAsync();
        using var folder = new TestFolder();
        server.Files["m.onnx"] = HubServer.Bytes(300_000);
        server.Cuts.Enqueue(100_000);
        server.Cuts.Enqueue(150_000);
        using var hub = new HttpModelHub(server.Options, TimeProvider.System);

        await DownloadAsync(hub, folder["m.onnx"]);

        Assert.Equal(server.Files["m.onnx"], await File.ReadAllBytesAsync(folder["m.onnx"], Token));
        Assert.Equal([null, "bytes=100000-", "bytes=250000-"], server.StorageRequests.Select(request => request.Range));
        Assert.Equal(300_000, server.BytesSent);
    }

    [Fact]
    public async Task DownloadAsync_GivenUp_LeavesAPartThatTheNextProcessGoesOnFrom()
    {
        await using var server = await HubServer.StartAsync();
        using var folder = new TestFolder();
        server.Files["m.onnx"] = HubServer.Bytes(300_000);
        foreach (var cut in new[] { 200_000, 0, 0, 0 })
        {
            server.Cuts.Enqueue(cut);
        }

        using (var first = new HttpModelHub(server.Options, TimeProvider.System))
        {
            var error = await Assert.ThrowsAsync<ModelHubUnreachableException>(() => DownloadAsync(first, folder["m.onnx"]));
            Assert.Contains("goes on from there", error.Message, StringComparison.Ordinal);
        }

        Assert.False(File.Exists(folder["m.onnx"]));
        Assert.Equal(200_000, new FileInfo(Assert.Single(Directory.GetFiles(folder.Path, ".*.part"))).Length);
        using var second = new HttpModelHub(server.Options, TimeProvider.System);
        await DownloadAsync(second, folder["m.onnx"]);

        Assert.Equal(server.Files["m.onnx"], await File.ReadAllBytesAsync(folder["m.onnx"], Token));
        Assert.Equal("bytes=200000-", server.StorageRequests.Last().Range);
    }

    [Fact]
    public async Task DownloadAsync_Cancelled_LeavesAPartThatIsGoneOnFrom()
    {
        await using var server = await HubServer.StartAsync();
        using var folder = new TestFolder();
        server.Files["m.onnx"] = HubServer.Bytes(300_000);
        server.InsteadOfStorage = async context =>
        {
            context.Response.ContentLength = 300_000;
            await context.Response.Body.WriteAsync(server.Files["m.onnx"].AsMemory(0, 90_000));
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            return true;
        };
        using var hub = new HttpModelHub(server.Options, TimeProvider.System);
        using var cancel = new CancellationTokenSource();
        var model = await hub.FindAsync(HubReference.Parse(HubServer.Repository), Token);
        var arrived = new Told(value =>
        {
            if (value == 90_000)
            {
                cancel.Cancel();
            }
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hub.DownloadAsync(model, model.Files[0], folder["m.onnx"], arrived, cancel.Token));
        server.InsteadOfStorage = _ => Task.FromResult(false);
        await DownloadAsync(hub, folder["m.onnx"]);

        Assert.Equal(server.Files["m.onnx"], await File.ReadAllBytesAsync(folder["m.onnx"], Token));
        Assert.Equal("bytes=90000-", server.StorageRequests.Last().Range);
    }

    [Fact]
    public async Task DownloadAsync_PartOfSomethingElse_StartsOver()
    {
        await using var server = await HubServer.StartAsync();
        using var folder = new TestFolder();
        server.Files["m.onnx"] = HubServer.Bytes(50_000);
        server.Cuts.Enqueue(20_000);
        server.Cuts.Enqueue(0);
        server.Cuts.Enqueue(0);
        server.Cuts.Enqueue(0);
        using var hub = new HttpModelHub(server.Options, TimeProvider.System);
        await Assert.ThrowsAsync<ModelHubUnreachableException>(() => DownloadAsync(hub, folder["m.onnx"]));
        var part = Assert.Single(Directory.GetFiles(folder.Path));
        await File.WriteAllBytesAsync(part, HubServer.Bytes(20_000, seed: 9), Token);

        await DownloadAsync(hub, folder["m.onnx"]);

        Assert.Equal(server.Files["m.onnx"], await File.ReadAllBytesAsync(folder["m.onnx"], Token));
        Assert.Equal(["bytes=20000-", null], server.StorageRequests.TakeLast(2).Select(request => request.Range));
        Assert.Equal([folder["m.onnx"]], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public async Task DownloadAsync_FileChangedOnTheHub_StartsOver()
    {
        await using var server = await HubServer.StartAsync();
        using var folder = new TestFolder();
        server.Files["m.onnx"] = HubServer.Bytes(50_000);
        foreach (var cut in new[] { 20_000, 0, 0, 0 })
        {
            server.Cuts.Enqueue(cut);
        }

        using var hub = new HttpModelHub(server.Options, TimeProvider.System);
        await Assert.ThrowsAsync<ModelHubUnreachableException>(() => DownloadAsync(hub, folder["m.onnx"]));
        server.Files["m.onnx"] = HubServer.Bytes(50_000, seed: 2);

        await DownloadAsync(hub, folder["m.onnx"]);

        Assert.Equal(server.Files["m.onnx"], await File.ReadAllBytesAsync(folder["m.onnx"], Token));
        Assert.Null(server.StorageRequests.Last().Range);
    }

    [Fact]
    public async Task DownloadAsync_AnotherContent_IsRefusedAndNotKept()
    {
        await using var server = await HubServer.StartAsync();
        using var folder = new TestFolder();
        server.Files["m.onnx"] = HubServer.Bytes(50_000);
        server.InsteadOfStorage = async context =>
        {
            await context.Response.Body.WriteAsync(HubServer.Bytes(50_000, seed: 3));
            return true;
        };
        using var hub = new HttpModelHub(server.Options, TimeProvider.System);

        var error = await Assert.ThrowsAsync<ModelHubException>(() => DownloadAsync(hub, folder["m.onnx"]));

        Assert.Contains("was to be SHA-256", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(folder["m.onnx"]));
        Assert.Equal(0, Directory.GetFiles(folder.Path).Sum(file => new FileInfo(file).Length));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task DownloadAsync_MoreOrLessThanListed_IsRefusedBeforeTheDiskFills(bool tells)
    {
        await using var server = await HubServer.StartAsync();
        using var folder = new TestFolder();
        server.Files["m.onnx"] = HubServer.Bytes(50_000);
        server.InsteadOfStorage = async context =>
        {
            context.Response.ContentLength = tells ? 80_000_000 : null;
            for (var i = 0; i < 80 && !context.RequestAborted.IsCancellationRequested; i++)
            {
                await context.Response.Body.WriteAsync(new byte[1_000_000]);
            }

            return true;
        };
        using var hub = new HttpModelHub(server.Options, TimeProvider.System);

        var error = await Assert.ThrowsAsync<ModelHubException>(() => DownloadAsync(hub, folder["m.onnx"]));

        Assert.Contains("50,000", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, Directory.GetFiles(folder.Path).Sum(file => new FileInfo(file).Length));
    }

    [Fact]
    public async Task DownloadAsync_TwoAtOnce_BringTheFileOnce()
    {
        await using var server = await HubServer.StartAsync();
        using var folder = new TestFolder();
        server.Files["m.onnx"] = HubServer.Bytes(400_000);
        using var one = new HttpModelHub(server.Options, TimeProvider.System);
        using var other = new HttpModelHub(server.Options, TimeProvider.System);

        await Task.WhenAll(Enumerable.Range(0, 6).Select(i => DownloadAsync(i % 2 == 0 ? one : other, folder["m.onnx"])));

        Assert.Equal(server.Files["m.onnx"], await File.ReadAllBytesAsync(folder["m.onnx"], Token));
        Assert.Single(server.StorageRequests);
        Assert.Equal([folder["m.onnx"]], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public async Task DownloadAsync_Token_GoesToTheHubOnly()
    {
        await using var server = await HubServer.StartAsync();
        using var folder = new TestFolder();
        server.Files["m.onnx"] = HubServer.Bytes(50_000);
        using var hub = new HttpModelHub(server.Options with { Token = "hf_secret" }, TimeProvider.System);

        await DownloadAsync(hub, folder["m.onnx"]);

        Assert.All(server.HubRequests, request => Assert.Equal("Bearer hf_secret", request.Token));
        Assert.Null(Assert.Single(server.StorageRequests).Token);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task FindAsync_BusyWithRetryAfter_WaitsAndComesAgain(int status)
    {
        await using var server = await HubServer.StartAsync();
        var refused = 0;
        server.InsteadOfHub = context =>
        {
            if (refused++ > 0)
            {
                return Task.FromResult(false);
            }

            context.Response.StatusCode = status;
            context.Response.Headers.RetryAfter = "1";
            return Task.FromResult(true);
        };
        using var hub = new HttpModelHub(server.Options with { MaxRetryDelay = TimeSpan.FromSeconds(5) }, TimeProvider.System);
        var clock = Stopwatch.StartNew();

        Assert.Equal(HubServer.Commit, (await hub.FindAsync(HubReference.Parse(HubServer.Repository), Token)).Commit);

        Assert.InRange(clock.Elapsed.TotalSeconds, 0.9, 5);
    }

    [Theory]
    [InlineData(401, "GatedRepo", "set HF_TOKEN")]
    [InlineData(403, "GatedRepo", "accept")]
    [InlineData(401, "RepoNotFound", "does not exist, or is private")]
    [InlineData(404, "RevisionNotFound", "no such revision")]
    [InlineData(404, "EntryNotFound", "no such file")]
    [InlineData(404, "", "is not there")]
    [InlineData(400, "", "answers 400")]
    public async Task FindAsync_Refused_SaysWhyAndIsNotTriedAgain(int status, string code, string expected)
    {
        await using var server = await HubServer.StartAsync();
        server.InsteadOfHub = context =>
        {
            HubServer.Refuse(context, status, code, "the hub's own words");
            return Task.FromResult(true);
        };
        using var hub = new HttpModelHub(server.Options, TimeProvider.System);

        var error = await Assert.ThrowsAsync<ModelHubException>(() => hub.FindAsync(HubReference.Parse(HubServer.Repository), Token));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains("the hub's own words", error.Message, StringComparison.Ordinal);
        Assert.Single(server.HubRequests);
    }

    [Fact]
    public async Task FindAsync_AlwaysBusyOrNobodyThere_GivesUpAfterTheRetries()
    {
        var server = await HubServer.StartAsync();
        server.InsteadOfHub = context =>
        {
            context.Response.StatusCode = 500;
            return Task.FromResult(true);
        };
        using var hub = new HttpModelHub(server.Options, TimeProvider.System);
        await Assert.ThrowsAsync<ModelHubUnreachableException>(() => hub.FindAsync(HubReference.Parse(HubServer.Repository), Token));
        Assert.Equal(3, server.HubRequests.Count);

        await server.DisposeAsync();
        var error = await Assert.ThrowsAsync<ModelHubUnreachableException>(() => hub.FindAsync(HubReference.Parse(HubServer.Repository), Token));
        Assert.Contains("HF_ENDPOINT", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FindAsync_Stalls_IsGivenUpAfterTheTime()
    {
        await using var server = await HubServer.StartAsync();
        server.InsteadOfHub = async context =>
        {
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            return true;
        };
        using var hub = new HttpModelHub(server.Options with { StallTime = TimeSpan.FromMilliseconds(50), Retries = 0 }, TimeProvider.System);

        var error = await Assert.ThrowsAsync<ModelHubUnreachableException>(() => hub.FindAsync(HubReference.Parse(HubServer.Repository), Token));

        Assert.Contains("did not answer", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../outside.onnx")]
    [InlineData("/etc/outside.onnx")]
    [InlineData("a/../../outside.onnx")]
    [InlineData("a\\..\\outside.onnx")]
    [InlineData("C:outside.onnx")]
    [InlineData("./m.onnx")]
    [InlineData("a//m.onnx")]
    [InlineData("m.onnx.")]
    [InlineData("a\nm.onnx")]
    [InlineData("")]
    public async Task FindAsync_NameThatLeadsOut_IsRefused(string path)
    {
        await using var server = await HubServer.StartAsync();
        server.Files["m.onnx"] = HubServer.Bytes(10);
        server.ChangeEntry = entry => entry["path"] = path;
        using var hub = new HttpModelHub(server.Options, TimeProvider.System);

        var error = await Assert.ThrowsAsync<ModelHubException>(() => hub.FindAsync(HubReference.Parse(HubServer.Repository), Token));

        Assert.Contains("leads out of its folder", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("oid", null, "no hash")]
    [InlineData("oid", "xyz", "no hash")]
    [InlineData("size", -5, "no size")]
    [InlineData("size", "many", "no size")]
    public async Task FindAsync_EntryWithoutHashOrSize_IsRefused(string field, object? value, string expected)
    {
        await using var server = await HubServer.StartAsync();
        server.Files["m.onnx"] = HubServer.Bytes(10);
        server.ChangeEntry = entry => entry[field] = System.Text.Json.JsonSerializer.SerializeToNode(value);
        using var hub = new HttpModelHub(server.Options, TimeProvider.System);

        Assert.Contains(
            expected,
            (await Assert.ThrowsAsync<ModelHubException>(() => hub.FindAsync(HubReference.Parse(HubServer.Repository), Token))).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<html>")]
    [InlineData("{}")]
    [InlineData("""{"sha": "main"}""")]
    [InlineData("[1]")]
    [InlineData("null")]
    public async Task FindAsync_NoHubAtAll_SaysSo(string body)
    {
        await using var server = await HubServer.StartAsync();
        server.InsteadOfHub = async context =>
        {
            await context.Response.WriteAsync(body);
            return true;
        };
        using var hub = new HttpModelHub(server.Options, TimeProvider.System);

        Assert.Contains(
            "check the endpoint",
            (await Assert.ThrowsAsync<ModelHubException>(() => hub.FindAsync(HubReference.Parse(HubServer.Repository), Token))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task FindAsync_AnswersWithoutEnd_AreCutOff()
    {
        await using var server = await HubServer.StartAsync();
        server.Files["m.onnx"] = HubServer.Bytes(10);
        using var small = new HttpModelHub(server.Options with { MaxAnswerBytes = 20 }, TimeProvider.System);
        Assert.Contains("more than 20 bytes", (await Assert.ThrowsAsync<ModelHubException>(() => small.FindAsync(HubReference.Parse(HubServer.Repository), Token))).Message, StringComparison.Ordinal);

        server.Files["n.onnx"] = HubServer.Bytes(10);
        using var few = new HttpModelHub(server.Options with { MaxFiles = 1 }, TimeProvider.System);
        Assert.Contains("more than 1", (await Assert.ThrowsAsync<ModelHubException>(() => few.FindAsync(HubReference.Parse(HubServer.Repository), Token))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DownloadAsync_TooLargeOrNoRoom_IsRefusedBeforehand()
    {
        await using var server = await HubServer.StartAsync();
        using var folder = new TestFolder();
        server.Files["m.onnx"] = HubServer.Bytes(50_000);
        using var small = new HttpModelHub(server.Options with { MaxFileBytes = 49_999 }, TimeProvider.System);
        Assert.Contains("49,999", (await Assert.ThrowsAsync<ModelHubException>(() => DownloadAsync(small, folder["m.onnx"]))).Message, StringComparison.Ordinal);

        using var full = new HttpModelHub(server.Options with { KeepFree = long.MaxValue }, TimeProvider.System);
        Assert.Contains("make room", (await Assert.ThrowsAsync<ModelHubException>(() => DownloadAsync(full, folder["m.onnx"]))).Message, StringComparison.Ordinal);
        Assert.Empty(server.StorageRequests);
    }

    [Fact]
    public async Task DownloadAsync_RedirectedInACircle_Ends()
    {
        await using var server = await HubServer.StartAsync();
        using var folder = new TestFolder();
        server.Files["m.onnx"] = HubServer.Bytes(50_000);
        server.InsteadOfStorage = context =>
        {
            context.Response.StatusCode = 302;
            context.Response.Headers.Location = context.Request.Path.Value;
            return Task.FromResult(true);
        };
        using var hub = new HttpModelHub(server.Options, TimeProvider.System);

        Assert.Contains("more than 5 times", (await Assert.ThrowsAsync<ModelHubException>(() => DownloadAsync(hub, folder["m.onnx"]))).Message, StringComparison.Ordinal);

        server.InsteadOfStorage = context =>
        {
            context.Response.StatusCode = 302;
            context.Response.Headers.Location = "file:///etc/passwd";
            return Task.FromResult(true);
        };
        Assert.Contains("not followed", (await Assert.ThrowsAsync<ModelHubException>(() => DownloadAsync(hub, folder["m.onnx"]))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("amazon/chronos-bolt-small", "amazon/chronos-bolt-small", "main")]
    [InlineData("a/b@refs/pr/1", "a/b", "refs/pr/1")]
    [InlineData("gpt2@v1.0", "gpt2", "v1.0")]
    public void Parse_Reference_HasRepositoryAndRevision(string text, string repository, string revision) =>
        Assert.Equal(new HubReference(repository, revision), HubReference.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("a/b/c")]
    [InlineData("a/../b")]
    [InlineData("../b")]
    [InlineData("a/b@")]
    [InlineData("a/b@x y")]
    [InlineData("a/b@../../x")]
    [InlineData("https://huggingface.co/a/b")]
    [InlineData("a/b?x=1")]
    public void Parse_NoReference_SaysHowToWriteOne(string text) =>
        Assert.Contains("OWNER/NAME", Assert.Throws<ModelHubException>(() => HubReference.Parse(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("ftp://hub", null, "endpoint")]
    [InlineData("https://user@hub", null, "endpoint")]
    [InlineData("https://hub", "a b", "token")]
    public void Options_Wrong_NameTheField(string endpoint, string? token, string field) => Assert.Contains(
        $"modelHub.{field}",
        Assert.Throws<ModelHubException>(() => new HttpModelHub(new ModelHubOptions { Endpoint = new Uri(endpoint), Token = token }, TimeProvider.System)).Message,
        StringComparison.Ordinal);

    private static async Task<List<long>> DownloadAsync(HttpModelHub hub, string path)
    {
        var told = new List<long>();
        var model = await hub.FindAsync(HubReference.Parse(HubServer.Repository), Token);
        await hub.DownloadAsync(model, model.Files[0], path, new Told(told.Add), Token);
        return told;
    }

    private sealed class Told(Action<long> tell) : IProgress<long>
    {
        public void Report(long value) => tell(value);
    }
}
