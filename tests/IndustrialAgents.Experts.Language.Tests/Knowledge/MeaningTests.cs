using IndustrialAgents.Experts.Language.Knowledge;
using IndustrialAgents.Experts.Language.Tests.Support;
using Microsoft.Data.Sqlite;

namespace IndustrialAgents.Experts.Language.Tests.Knowledge;

/// <summary>Passages found by another expert's vectors.</summary>
public sealed class MeaningTests : IDisposable
{
    private const string Tenant = KnowledgeStore.DefaultTenant;
    private const string Question = "coolant escapes";

    private readonly KnowledgeFixture _fixture = new();
    private readonly ScriptedEncoder _encoder = new();
    private readonly ListLogger _logger = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Search_NoWordInCommon_FindsThePassageOnceAllHaveVectors()
    {
        _fixture.Add("a.txt", "Water is leaking from the hose.");
        _fixture.Add("b.txt", "The bearing is noisy.");
        Assert.Empty((await SearchAsync(Question)).Hits);
        Assert.Equal(0, _encoder.Asked);

        Assert.True(await Passages().RunAsync(Token));
        var (hits, part) = await SearchAsync(Question);

        Assert.Equal("a.txt", hits[0].Document.Name);
        Assert.Equal(0, hits[0].Coverage);
        Assert.Equal((ContributionStatus.Answered, 0.25, "hash"), (part!.Status, part.Cost, part.ModelHash));
    }

    [Fact]
    public async Task Search_AboutAnAsset_LeavesOutDocumentsOfOthers()
    {
        _fixture.Add("a.txt", "Water is leaking from the hose.", asset: "acme/west");
        await Passages().RunAsync(Token);

        Assert.Empty((await SearchAsync(Question, "other/plant")).Hits);
        Assert.Single((await SearchAsync(Question, "acme/west/pump1")).Hits);
    }

    [Fact]
    public async Task Search_WhileAPassageHasNoVector_RanksByWordsAlone()
    {
        _fixture.Add("a.txt", "Water is leaking from the hose.");
        var passages = Passages();
        await passages.RunAsync(Token);
        _fixture.Add("late.txt", "The bearing is noisy.");

        Assert.Empty((await SearchAsync(Question)).Hits);
        Assert.Equal("late.txt", (await SearchAsync("noisy bearing")).Hits[0].Document.Name);
        await passages.RunAsync(Token);

        Assert.Equal("a.txt", (await SearchAsync(Question)).Hits[0].Document.Name);
    }

    [Fact]
    public async Task Run_AfterARestart_EmbedsOnlyWhatIsMissing()
    {
        var text = string.Join("\n\n", Enumerable.Range(0, 40).Select(i => $"# Part {i}\n\nThe bearing is noisy."));
        _fixture.Add("a.md", text);
        using (var stopping = new CancellationTokenSource())
        {
            _encoder.Before = () =>
            {
                if (_encoder.Asked > 20)
                {
                    stopping.Cancel();
                }
            };
            Assert.False(await Passages().RunAsync(stopping.Token));
        }

        _encoder.Before = null;
        var kept = Count();
        Assert.InRange(kept, 16, 39);
        var asked = _encoder.Asked;

        Assert.True(await Passages().RunAsync(Token));
        Assert.Equal(40 - kept + 1, _encoder.Asked - asked);
        asked = _encoder.Asked;
        Assert.True(await Passages().RunAsync(Token));
        Assert.Equal(1, _encoder.Asked - asked);
        Assert.Empty(_logger.Warnings);
    }

    [Fact]
    public async Task Run_AnotherModel_EmbedsAnewAndDropsTheOldVectors()
    {
        _fixture.Add("a.txt", "Water is leaking from the hose.");
        var passages = Passages();
        await passages.RunAsync(Token);
        _encoder.Hash = "other";

        var (hits, part) = await SearchAsync(Question);
        Assert.Empty(hits);
        Assert.Equal(ContributionStatus.Unused, part!.Status);
        Assert.Contains("not embedded anew yet", part.Error, StringComparison.Ordinal);

        Assert.True(await Passages().RunAsync(Token));
        Assert.Single((await SearchAsync(Question)).Hits);
        Assert.Equal(1, Count());
    }

    [Fact]
    public async Task Run_ADocumentRemovedOrChanged_ForgetsItsVectors()
    {
        _fixture.Add("a.txt", "Water is leaking from the hose.");
        var document = _fixture.Add("b.txt", "The bearing is noisy.");
        var passages = Passages();
        await passages.RunAsync(Token);

        _fixture.Store.Remove(Tenant, document.Id);
        _fixture.Add("a.txt", "The bearing is noisy.");
        Assert.Equal(0, Count());
        Assert.True(await passages.RunAsync(Token));

        Assert.Equal(1, Count());
        Assert.Empty((await SearchAsync(Question)).Hits);
        Assert.Single((await SearchAsync("loud sound")).Hits);
    }

    [Fact]
    public async Task Search_EncoderThatFails_FindsByWordsAndSaysSo()
    {
        _fixture.Add("a.txt", "Water is leaking from the hose.");
        await Passages().RunAsync(Token);
        _encoder.Fails = true;

        var (hits, part) = await SearchAsync("leaking hose");

        Assert.Single(hits);
        Assert.Equal((ContributionStatus.Failed, "encoder@1"), (part!.Status, part.Expert.ToString()));
        Assert.Contains("out of order; passages were found by words alone", part.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Search_EncoderThatHangs_IsLeftOutInTime()
    {
        _fixture.Add("a.txt", "Water is leaking from the hose.");
        await Passages().RunAsync(Token);
        _encoder.Hangs = new TaskCompletionSource();

        var (hits, part) = await SearchAsync("leaking hose");

        Assert.Single(hits);
        Assert.Equal(ContributionStatus.TimedOut, part!.Status);
    }

    [Fact]
    public async Task Run_EncoderThatFails_IsToldOnceAndTriedAgain()
    {
        _fixture.Add("a.txt", "Water is leaking from the hose.");
        _encoder.Fails = true;
        var passages = Passages();

        Assert.False(await passages.RunAsync(Token));
        Assert.False(await passages.RunAsync(Token));
        Assert.Contains("out of order", Assert.Single(_logger.Warnings), StringComparison.Ordinal);
        _encoder.Fails = false;

        Assert.True(await passages.RunAsync(Token));
    }

    [Fact]
    public async Task Run_EncoderOfNumbersThatAreNone_IsRefused()
    {
        _fixture.Add("a.txt", "Water is leaking from the hose.");
        _encoder.Vector = new[] { float.NaN, 1 };

        Assert.False(await Passages().RunAsync(Token));
        Assert.Contains("not finite", Assert.Single(_logger.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Expert_WithTheBuiltInEmbedding_FindsByIt()
    {
        var home = Directory.CreateTempSubdirectory("ia-encoder-");
        try
        {
            var embedding = NgramEmbeddingExpert.Describe("spelling", "1", new NgramEmbeddingOptions());
            home.CreateSubdirectory("spelling");
            File.WriteAllText(Path.Combine(home.FullName, "spelling", ManifestReader.FileName), System.Text.Json.JsonSerializer.Serialize(embedding, Json.ContractJson.Options));
            var own = home.CreateSubdirectory("knowledge").FullName;
            File.WriteAllText(
                Path.Combine(own, ManifestReader.FileName), """{"name": "plant-knowledge", "version": "1.0.0", "modality": "language", "tasks": ["retrieve", "answer"], "code": {"use": "knowledge", "encoder": "spelling"}}""");
            using (var store = KnowledgeStore.Open(Path.Combine(own, "knowledge.db")))
            {
                store.Add(Tenant, "a.txt", "The flywheel guard is yellow."u8.ToArray());
            }

            await using var directory = new LocalExpertDirectory(
                new ExpertLoader(ExpertCatalog.Of([new LanguageModule()]), new PooledModels(new Onnx.ModelPool(), TimeProvider.System)), new LocalExpertDirectoryOptions { Folders = [home.FullName] }, TimeProvider.System, _logger);
            directory.Refresh();
            Assert.Empty(directory.Problems);
            ExpertReply? reply = null;
            await Until.HoldsAsync(
                () =>
                {
                    // The experts are read in the order of their names, so the encoder comes later.
                    reply = directory.Find("plant-knowledge")!.Expert.AskAsync(new Request { Task = ExpertTask.Answer, Inputs = [new TextInput("what is yellow at the flywheel guard")] }, Token).AsTask().GetAwaiter().GetResult();
                    return reply.Parts.Count > 0;
                },
                "the encoder is asked");

            var part = Assert.Single(reply!.Parts);
            Assert.Equal((ContributionStatus.Answered, "spelling@1"), (part.Status, part.Expert.ToString()));
            Assert.Contains("a.txt, line 1", Assert.IsType<GeneratedText>(reply.Output).Text, StringComparison.Ordinal);
        }
        finally
        {
            home.Delete(recursive: true);
        }
    }

    public void Dispose() => _fixture.Dispose();

    private PassageEncoder Passages() => new(_fixture.Store, _fixture.Index, Tenant, Encoder(), _logger);

    private TextEncoder Encoder()
    {
        var asker = new ExpertId("plant-knowledge", "1");
        return new TextEncoder(asker, new NamedExpert(asker, "encoder", "encoder", ExpertTask.Embed, _encoder, TimeProvider.System));
    }

    private async Task<(IReadOnlyList<KnowledgeHit> Hits, Contribution? Part)> SearchAsync(string question, string? asset = null)
    {
        var search = new MeaningSearch(new KnowledgeOptions { Encoder = "encoder", EncoderTimeoutSeconds = _encoder.Hangs is null ? 30 : 0.05 }, _fixture.Index, Encoder(), TimeProvider.System);
        var request = new Request { Task = ExpertTask.Retrieve, Inputs = [new TextInput(question)], Asset = asset is null ? null : AssetPath.Parse(asset) };
        return await search.SearchAsync(request, question, true, Token);
    }

    private int Count()
    {
        using var connection = new SqliteConnection($"Data Source={_fixture.File};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM vector";
        return (int)(long)command.ExecuteScalar()!;
    }

    /// <summary>Knows three meanings, each by several words; what is none of them is at right angles to all.</summary>
    private sealed class ScriptedEncoder : IExpert, IExpertDirectory
    {
        private static readonly string[][] Meanings = [["water", "coolant"], ["leaking", "escapes"], ["noisy", "loud", "bearing", "sound"]];

        private int _asked;

        public int Asked => _asked;

        public string Hash { get; set; } = "hash";

        public bool Fails { get; set; }

        public Action? Before { get; set; }

        public TaskCompletionSource? Hangs { get; set; }

        public float[]? Vector { get; set; }

        public Manifest Manifest { get; } = new() { Name = "encoder", Version = "1", Modality = Modality.Language, Tasks = [ExpertTask.Embed] };

        public IReadOnlyList<ExpertEntry> Experts => [new ExpertEntry(this)];

        public ExpertEntry? Find(string nameOrId) => new(this);

        public async ValueTask<ExpertReply> AskAsync(Request request, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _asked);
            Before?.Invoke();
            cancellationToken.ThrowIfCancellationRequested();
            if (Hangs is { } hangs)
            {
                await hangs.Task;
            }

            if (Fails)
            {
                throw new ExpertFailedException(Manifest.Id, "out of order");
            }

            var words = request.Find<TextInput>()!.Text.ToLowerInvariant().Split(' ', '.', '\n');
            return new ExpertReply(new Embedding("space", Vector ?? [.. Meanings.Select(meaning => (float)words.Count(meaning.Contains))])) { ModelHash = Hash, Cost = 0.25 };
        }
    }
}
