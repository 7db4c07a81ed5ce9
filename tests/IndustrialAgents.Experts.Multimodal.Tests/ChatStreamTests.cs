using System.Text;
using FsCheck.Fluent;
using Microsoft.AspNetCore.Http;
using static IndustrialAgents.Experts.Multimodal.Tests.ChatCases;
using static IndustrialAgents.Experts.Multimodal.Tests.ChatServer;

namespace IndustrialAgents.Experts.Multimodal.Tests;

public sealed class ChatStreamTests
{
    private const string Usage = """{"choices":[],"usage":{"prompt_tokens":1000,"completion_tokens":200}}""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task StreamAsync_Events_ArePiecesThenTheReplyWithItsCost()
    {
        await using var server = await StartAsync((context, _) => Stream(
            context, """{"choices":[{"delta":{"role":"assistant"}}]}""", Piece("tighten "), Piece("the seal"), Piece("", "length"), Usage, "[DONE]"));
        using var expert = Create(server.BaseUrl, options => options with { InputPrice = 2, OutputPrice = 10 });

        var updates = await expert.StreamAsync(Question(), Token).ToListAsync(Token);

        Assert.Equal(["tighten ", "the seal", ""], updates.Select(update => update.Text));
        var reply = updates[^1].Reply!;
        var text = Assert.IsType<GeneratedText>(reply.Output);
        Assert.Equal(("tighten the seal", FinishReason.Length, 1000, 200), (text.Text, text.Finish, text.PromptTokens, text.CompletionTokens));
        Assert.Equal(1 + (((1000 * 2) + (200 * 10)) / 1e6), reply.Cost, 1e-12);
        var body = server.Received.Single().Body;
        Assert.True(body.GetProperty("stream").GetBoolean());
        Assert.True(body.GetProperty("stream_options").GetProperty("include_usage").GetBoolean());
    }

    [Fact]
    public async Task StreamAsync_FirstPiece_ComesBeforeTheLastIsWritten()
    {
        var read = new TaskCompletionSource();
        await using var server = await StartAsync(async (context, _) =>
        {
            await Stream(context, Piece("first"));
            await read.Task.WaitAsync(Token);
            await Stream(context, Piece(" last", "stop"), "[DONE]");
        });
        using var expert = Create(server.BaseUrl);

        await using var updates = expert.StreamAsync(Question(), Token).GetAsyncEnumerator(Token);
        Assert.True(await updates.MoveNextAsync());
        Assert.Equal("first", updates.Current.Text);
        read.SetResult();
        Assert.True(await updates.MoveNextAsync());
        Assert.Equal(" last", updates.Current.Text);
    }

    [Fact]
    public async Task StreamAsync_EndpointThatSendsItWhole_IsHeard()
    {
        await using var server = await StartAsync((context, _) => Say(context, "reseal it"));
        using var expert = Create(server.BaseUrl);

        var updates = await expert.StreamAsync(Question(), Token).ToListAsync(Token);

        Assert.Equal(["reseal it", ""], updates.Select(update => update.Text));
        Assert.Equal(200, ((GeneratedText)updates[^1].Reply!.Output).CompletionTokens);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task StreamAsync_EndsWithoutSayingDone_IsWholeWhereItSaidWhyItEnds(bool says)
    {
        await using var server = await StartAsync((context, _) => Stream(context, Piece("reseal it", says ? "stop" : null)));
        using var expert = Create(server.BaseUrl);

        var (said, error) = await Read(expert);

        Assert.Equal("reseal it", said);
        Assert.Equal(says, error is null);
        Assert.True(says || (error is UnavailableException && error.Message.Contains("ended before the text did", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task StreamAsync_ConnectionCutMidway_GivesWhatCameThenUnavailable()
    {
        await using var server = await StartAsync(async (context, _) =>
        {
            await Stream(context, Piece("tighten "));
            context.Abort();
        });
        using var expert = Create(server.BaseUrl);

        var (said, error) = await Read(expert);

        Assert.Contains(said, new[] { "tighten ", "" });
        Assert.IsType<UnavailableException>(error);
    }

    [Fact]
    public async Task StreamAsync_HangsMidway_EndsAtItsLimitOrTheDeadlineOrWhenCancelled()
    {
        await using var server = await StartAsync(async (context, _) =>
        {
            await Stream(context, Piece("tighten "));
            await Hang(context);
        });
        using var quick = Create(server.BaseUrl, options => options with { TimeoutSeconds = 0.3 });
        var (said, error) = await Read(quick);
        Assert.Equal("tighten ", said);
        Assert.Contains("0.3 s", Assert.IsType<UnavailableException>(error).Message);

        using var patient = Create(server.BaseUrl);
        (_, error) = await Read(patient, Question() with { Constraints = new RequestConstraints { Deadline = DateTimeOffset.UtcNow.AddSeconds(0.5) } });
        Assert.IsType<DeadlineExceededException>(error);

        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in patient.StreamAsync(Question(), cancellation.Token))
            {
                await cancellation.CancelAsync();
            }
        });
    }

    [Fact]
    public async Task StreamAsync_DoesNotBegin_IsAskedAgain()
    {
        await using var server = await StartAsync((context, number) => number switch
        {
            1 => Refuse(context, 503),
            2 => Begin(context),
            _ => Stream(context, Piece("reseal it", "stop"), "[DONE]"),
        });
        using var expert = Create(server.BaseUrl, options => options with { TimeoutSeconds = 0.3 });

        Assert.Equal(("reseal it", null), await Read(expert));
        Assert.Equal(3, server.Received.Count);

        static async Task Begin(HttpContext context)
        {
            await Stream(context);
            await context.Response.Body.FlushAsync();
            await Hang(context);
        }
    }

    [Theory]
    [InlineData("nonsense", "no JSON")]
    [InlineData("{}", "no choices")]
    [InlineData("[]", "no choices")]
    [InlineData("""{"error":{"message":"out of memory"}}""", "out of memory")]
    [InlineData("""{"error":{}}""", "does not say")]
    [InlineData("""{"choices":[{"delta":{"refusal":"not about presses"}}]}""", "not about presses")]
    [InlineData("""{"choices":[{"delta":{},"finish_reason":"content_filter"}]}""", "content_filter")]
    public async Task StreamAsync_Nonsense_SaysWhatItIs(string data, string said)
    {
        await using var server = await StartAsync((context, _) => Stream(context, Piece("tighten "), data, "[DONE]"));
        using var expert = Create(server.BaseUrl);

        var (text, error) = await Read(expert);

        Assert.Equal("tighten ", text);
        Assert.Contains(said, Assert.IsType<ExpertFailedException>(error).Message);
    }

    [Theory]
    [InlineData("data: ")]
    [InlineData(": ")]
    public async Task StreamAsync_HugeEvent_IsNotReadToItsEnd(string field)
    {
        await using var server = await StartAsync(async (context, _) =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync(field + new string('x', 1 << 20) + "\n\n");
        });
        using var expert = Create(server.BaseUrl, options => options with { MaxResponseBytes = 4096 });

        Assert.Contains("4096", Assert.IsType<ExpertFailedException>((await Read(expert)).Error).Message);
    }

    [Fact]
    public async Task StreamAsync_TextWithoutEnd_IsNotReadForEver()
    {
        await using var server = await StartAsync(async (context, _) =>
        {
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await Stream(context, Piece(new string('x', 1000)));
            }
        });
        using var expert = Create(server.BaseUrl, options => options with { MaxResponseBytes = 4096 });

        var (said, error) = await Read(expert);

        Assert.Equal(4000, said.Length);
        Assert.Contains("4096", Assert.IsType<ExpertFailedException>(error).Message);
    }

    [Fact]
    public async Task StreamAsync_ClassOrChoice_IsGivenWhole()
    {
        await using var server = await StartAsync((context, number) => Say(context, number == 1 ? """{"label":"leak","confidence":0.8}""" : """{"choice":"stop"}"""));
        using var expert = Create(server.BaseUrl);

        Assert.True(expert.Streams);
        var update = Assert.Single(await expert.StreamAsync(Question() with { Task = ExpertTask.Classify }, Token).ToListAsync(Token));
        Assert.Equal("leak", ((ClassProbabilities)update.Reply!.Output).Top().Label);
        Assert.Equal(("stop", null), await Read(expert, Question(new SamplingParameters { Choices = ["run", "stop"] })));
        Assert.All(server.Received, received => Assert.False(received.Body.TryGetProperty("stream", out _)));
        using var classifier = Create(server.BaseUrl, tasks: [ExpertTask.Classify]);
        Assert.False(classifier.Streams);
    }

    // Whatever an endpoint sends: text, or one of the errors that experts may throw.
    [Fact]
    public async Task StreamAsync_DamagedStream_EndsInTextOrATypedError()
    {
        var whole = Encoding.UTF8.GetBytes(string.Concat(new[] { Piece("tighten "), Piece("the seal", "stop"), Usage, "[DONE]" }.Select(data => $"data: {data}\n\n")));
        byte[] sent = [];
        await using var server = await StartAsync(async (context, _) =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.Body.WriteAsync(sent);
        });
        using var expert = Create(server.BaseUrl, options => options with { Retries = 0, BreakAfter = int.MaxValue });
        var damage = Gen.Zip(Gen.Choose(0, whole.Length - 1), Gen.Choose(0, 255)).ListOf(8);

        foreach (var changes in damage.Sample(200, 8))
        {
            sent = [.. whole];
            foreach (var (at, value) in changes)
            {
                sent[at] = (byte)value;
            }

            var (_, error) = await Read(expert);
            Assert.True(error is null or ExpertFailedException or UnavailableException, error?.ToString());
        }
    }

    private static Task Hang(HttpContext context) => Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);

    private static async Task<(string Said, Exception? Error)> Read(ChatExpert expert, Request? request = null)
    {
        var said = new StringBuilder();
        var error = await Record.ExceptionAsync(async () =>
        {
            await foreach (var update in expert.StreamAsync(request ?? Question(), Token))
            {
                said.Append(update.Text);
            }
        });
        return (said.ToString(), error);
    }
}
