using IndustrialAgents.Onnx;

namespace IndustrialAgents.Experts.Language.Tests.Llama;

/// <summary>The converted expert as a node has it: saved, loaded, pooled, in a directory, streaming.</summary>
public sealed class Llama2cExpertTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ia-language-");
    private readonly ModelPool _pool = new();

    public void Dispose()
    {
        _pool.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Stream_HostedExpert_GivesPiecesAndTheReply()
    {
        await using var directory = Open();
        var expert = Assert.IsType<IStreamingExpert>(directory.Find("stories")!.Expert, exactMatch: false);
        var updates = await expert.StreamAsync(Request("", 60), TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);

        var reply = updates[^1].Reply!;
        var text = Assert.IsType<GeneratedText>(reply.Output);
        Assert.Equal(expert.Manifest.ModelHash, reply.ModelHash);
        Assert.StartsWith("Once upon a time, there was a little girl named Lily.", text.Text, StringComparison.Ordinal);
        Assert.Equal(text.Text, string.Concat(updates.Select(update => update.Text)));
        Assert.All(updates.SkipLast(1), update => Assert.True(update.Text.Length > 0 && update.Reply is null));
        Assert.True(updates.Count > 30);
        Assert.Equal(60, text.TokenIds.Count);
    }

    [Fact]
    public async Task Stream_ReaderLeaves_StopsWriting()
    {
        await using var directory = Open();
        var expert = (IStreamingExpert)directory.Find("stories")!.Expert;
        await foreach (var update in expert.StreamAsync(Request("", 500), TestContext.Current.CancellationToken))
        {
            Assert.NotEmpty(update.Text);
            break;
        }

        // The next finds the model free.
        Assert.Equal(5, Assert.IsType<GeneratedText>((await expert.AskAsync(Request("Lily", 5), TestContext.Current.CancellationToken)).Output).TokenIds.Count);
    }

    [Fact]
    public async Task Stream_BadRequest_ThrowsAsAskDoes()
    {
        await using var directory = Open();
        var expert = (IStreamingExpert)directory.Find("stories")!.Expert;
        await Assert.ThrowsAsync<InvalidRequestException>(async () =>
        {
            await foreach (var _ in expert.StreamAsync(Request("a", 0), TestContext.Current.CancellationToken))
            {
            }
        });
    }

    [Fact]
    public async Task Ask_FromManyCallers_WritesAsAlone()
    {
        await using var directory = Open();
        var expert = directory.Find("stories")!.Expert;
        string[] prompts = ["", "Lily", "Tom had a red ball.", "One day"];
        var alone = new List<string>();
        foreach (var prompt in prompts)
        {
            alone.Add(await Text(prompt));
        }

        var together = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Text(prompts[i % 4])));
        Assert.Equal(Enumerable.Range(0, 16).Select(i => alone[i % 4]), together);

        async Task<string> Text(string prompt) => ((GeneratedText)(await expert.AskAsync(Request(prompt, 60), TestContext.Current.CancellationToken)).Output).Text;
    }

    [Fact]
    public void Create_TokenizerOfAnother_IsRefused()
    {
        var weights = Llama2cWeights.Parse(new SmallLlama(8, 8, 1, 2, 1, 40, 16, ownOutput: false).ToBytes(), "w.bin");
        var tokenizer = File.ReadAllBytes(Path.Combine(TestData.Model("stories260k"), "tok512.bin"));
        var error = Assert.Throws<InvalidManifestException>(() => Llama2cExpert.Create(new ExpertId("a", "1"), weights, tokenizer, "tok.bin"));
        Assert.Contains("512 tokens, and the weights 40", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Evaluations_FindEverythingEqual()
    {
        TestData.Model("stories260k");
        foreach (var run in new Func<string, IProgress<string>, CancellationToken, Task<IReadOnlyList<Figure>>>[] { StoriesEvaluation.RunAsync, CappEvaluation.RunAsync, TokenizersEvaluation.RunAsync })
        {
            var figures = await run(TestData.Root, new Progress<string>(), TestContext.Current.CancellationToken);
            Assert.Equal(1, figures[0].Value);
        }
    }

    private static Request Request(string text, int maxTokens) =>
        new() { Task = ExpertTask.Generate, Inputs = [new TextInput(text)], Parameters = new RequestParameters { MaxTokens = maxTokens } };

    private LocalExpertDirectory Open()
    {
        var folder = TestData.Model("stories260k");
        var weights = Llama2cWeights.Parse(File.ReadAllBytes(Path.Combine(folder, "stories260K.bin")), "stories260K.bin");
        Llama2cExpert.Create(new ExpertId("stories", "1"), weights, File.ReadAllBytes(Path.Combine(folder, "tok512.bin")), "tok512.bin").Save(Path.Combine(_folder.FullName, "stories"));
        var loader = new ExpertLoader(ExpertCatalog.Of([new LanguageModule()]), new PooledModels(_pool, TimeProvider.System));
        var directory = new LocalExpertDirectory(
            loader, new LocalExpertDirectoryOptions { Folders = [_folder.FullName] }, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger<LocalExpertDirectory>.Instance);
        directory.Refresh();
        return directory;
    }
}
