using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace IndustrialAgents.Experts.Tests.Directories;

public sealed class LocalExpertDirectoryTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly FakeTimeProvider _time = new();
    private readonly List<FakeModel> _models = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Refresh_FoldersComeChangeAndGo_TheDirectoryFollows()
    {
        await using var directory = Create();
        directory.Refresh();
        Assert.Empty(directory.Experts);

        _folder.Save("one", "a", "1");
        _folder.Save("two", "b", "1");
        directory.Refresh();
        Assert.Equal(["a@1", "b@1"], directory.Experts.Select(entry => entry.Id.ToString()));

        _folder.Save("one", "a", "2");
        directory.Refresh();
        Assert.Equal(["a@2", "b@1"], directory.Experts.Select(entry => entry.Id.ToString()));
        Assert.True(_models[0].IsDisposed);

        Directory.Delete(_folder["one"], recursive: true);
        directory.Refresh();
        Assert.Equal(["b@1"], directory.Experts.Select(entry => entry.Id.ToString()));
        Assert.Null(directory.Find("a"));
        Assert.Empty(directory.Problems);
    }

    [Fact]
    public async Task Refresh_NothingChanged_ReadsNothingAgain()
    {
        _folder.Save("one");
        await using var directory = Create();
        directory.Refresh();
        var before = directory.Experts;

        directory.Refresh();

        Assert.Same(before, directory.Experts);
        Assert.Single(_models);
    }

    [Fact]
    public async Task Refresh_DatabaseOfTheExpertChanged_ReadsNothingAgain()
    {
        _folder.Save("one");
        await using var directory = Create();
        directory.Refresh();
        var before = directory.Experts;

        foreach (var ending in (string[])[".db", ".db-wal", ".db-shm", ".db-journal"])
        {
            await File.WriteAllTextAsync(Path.Combine(_folder["one"], "knowledge" + ending), "changed", Token);
        }

        directory.Refresh();
        Assert.Same(before, directory.Experts);

        await File.WriteAllTextAsync(Path.Combine(_folder["one"], "notes.txt"), "new", Token);
        directory.Refresh();
        Assert.NotSame(before, directory.Experts);
    }

    [Fact]
    public async Task Refresh_BrokenFolder_IsAProblemUntilItIsMended()
    {
        _folder.Save("good", "good");
        Directory.CreateDirectory(_folder["bad"]);
        File.WriteAllText(Path.Combine(_folder["bad"], "expert.json"), "{\"name\": ");
        Directory.CreateDirectory(_folder["no-manifest"]);
        await using var directory = Create();

        directory.Refresh();
        Assert.Equal("good@1", Assert.Single(directory.Experts).Id.ToString());
        var problem = Assert.Single(directory.Problems);
        Assert.Equal(_folder["bad"], problem.Folder);
        Assert.Contains("expert.json", problem.Message, StringComparison.Ordinal);
        Assert.Equal(_time.GetUtcNow(), problem.Time);

        _folder.Save("bad", "mended");
        directory.Refresh();
        Assert.Equal(2, directory.Experts.Count);
        Assert.Empty(directory.Problems);
    }

    [Fact]
    public async Task Refresh_ModelDeletedWhileInUse_GoesOnAndIsReported()
    {
        _folder.Save("one");
        await using var directory = Create();
        directory.Refresh();

        File.Delete(Path.Combine(_folder["one"], "model.onnx"));
        directory.Refresh();

        Assert.Contains("'model.onnx' is missing", Assert.Single(directory.Problems).Message, StringComparison.Ordinal);
        await directory.Find("a")!.Expert.AskAsync<TensorsOutput>(new TensorInput(Tensor.Create([1f], 1)));
    }

    [Fact]
    public async Task Refresh_SameNameAndVersionTwice_TheFirstStaysAndTheOtherIsReported()
    {
        _folder.Save("1", "a", "1");
        _folder.Save("2", "a", "1", model: 2);
        await using var directory = Create();
        directory.Refresh();

        Assert.Single(directory.Experts);
        Assert.Equal(_folder["2"], Assert.Single(directory.Problems).Folder);
        Assert.True(_models[1].IsDisposed);

        Directory.Delete(_folder["1"], recursive: true);
        directory.Refresh();
        Assert.Single(directory.Experts);
        Assert.Empty(directory.Problems);
    }

    [Fact]
    public async Task Refresh_Replaced_RequestsInFlightEndOnTheOldAndLateOnesGoToTheNew()
    {
        var finish = new TaskCompletionSource();
        var running = new TaskCompletionSource();
        var catalog = TestExperts.Catalog();
        var made = new List<EchoExpert>();
        catalog.AddExpert("slow", (context, _) =>
        {
            var number = made.Count;
            made.Add(new EchoExpert(context.Manifest, async (_, _) =>
            {
                running.TrySetResult();
                await finish.Task;
                return new ExpertReply(new GeneratedText($"{number}", FinishReason.Stop));
            }));
            return made[^1];
        });
        Directory.CreateDirectory(_folder["s"]);
        Write("first");
        await using var directory = Create(catalog);
        directory.Refresh();
        var old = directory.Find("slow")!.Expert;
        var asked = old.AskAsync<GeneratedText>(new TextInput("x"));
        await running.Task;

        Write("second, longer");
        directory.Refresh();
        Assert.NotSame(old, directory.Find("slow")!.Expert);
        Assert.False(made[0].IsDisposed);
        finish.SetResult();

        Assert.Equal("0", (await asked).Text);
        Assert.True(made[0].IsDisposed);
        Assert.Equal("1", (await old.AskAsync<GeneratedText>(new TextInput("x"))).Text);

        void Write(string description) => File.WriteAllText(
            Path.Combine(_folder["s"], "expert.json"),
            $$"""{"name": "slow", "version": "1", "modality": "language", "tasks": ["generate"], "code": {"use": "slow"}, "description": "{{description}}"}""");
    }

    [Fact]
    public async Task StreamAsync_ExpertThatDoesNotStream_GivesItsTextInOnePiece()
    {
        await using var directory = Create();
        directory.Add(new EchoExpert(EchoExpert.Describe("e")));
        var expert = Assert.IsType<IStreamingExpert>(directory.Find("e")!.Expert, exactMatch: false);
        Assert.False(expert.Streams);

        var updates = await expert.StreamAsync(TestExperts.Request(new TextInput("whole")), Token).ToListAsync(Token);

        Assert.Equal(["whole", ""], updates.Select(update => update.Text));
        Assert.Equal("whole", ((GeneratedText)updates[1].Reply!.Output).Text);
    }

    [Fact]
    public async Task Health_FailuresInARow_RestsAndIsTriedAgain()
    {
        var fails = true;
        await using var directory = Create();
        directory.Add(new EchoExpert(EchoExpert.Describe("e"), (_, _) => fails
            ? throw new ExpertFailedException(new ExpertId("e", "1"), "no")
            : Task.FromResult(new ExpertReply(new GeneratedText("", FinishReason.Stop)))));

        await FailAsync(2);
        Assert.Equal(ExpertHealth.Ready, Health());
        await FailAsync(1);
        Assert.Equal(ExpertHealth.Failing, Health());

        _time.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal(ExpertHealth.Failing, Health());
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(ExpertHealth.Ready, Health());

        // One more failure after the pause is enough.
        await FailAsync(1);
        Assert.Equal(ExpertHealth.Failing, Health());
        fails = false;
        await directory.Find("e")!.Expert.AskAsync<GeneratedText>(new TextInput("x"));
        Assert.Equal(ExpertHealth.Ready, Health());

        ExpertHealth Health() => directory.Find("e")!.Health;

        async Task FailAsync(int times)
        {
            for (var i = 0; i < times; i++)
            {
                await Assert.ThrowsAsync<ExpertFailedException>(() => directory.Find("e")!.Expert.AskAsync<GeneratedText>(new TextInput("x")));
            }
        }
    }

    [Fact]
    public async Task Health_BadRequestsOverloadAndCancellation_AreNotItsFault()
    {
        Exception[] errors = [new InvalidRequestException("f", "m"), new OverloadedException("q", 1), new OperationCanceledException(), new DeadlineExceededException("d")];
        var next = 0;
        await using var directory = Create();
        directory.Add(new EchoExpert(EchoExpert.Describe("e"), (_, _) => throw errors[next++ % errors.Length]));

        for (var i = 0; i < 12; i++)
        {
            await Assert.ThrowsAnyAsync<Exception>(() => directory.Find("e")!.Expert.AskAsync<GeneratedText>(new TextInput("x")));
        }

        Assert.Equal(ExpertHealth.Ready, directory.Find("e")!.Health);
    }

    [Fact]
    public async Task Find_Name_GivesTheLatestVersionThatCanBeAsked()
    {
        await using var directory = Create();
        foreach (var version in new[] { "1.10", "1.9", "2.0-rc1", "1.2" })
        {
            directory.Add(new EchoExpert(EchoExpert.Describe("e", version)));
        }

        Assert.Equal(["1.2", "1.9", "1.10", "2.0-rc1"], directory.Experts.Select(entry => entry.Id.Version));
        Assert.Equal("2.0-rc1", directory.Find("e")!.Id.Version);
        directory.Disable("e");
        Assert.Equal("1.10", directory.Find("e")!.Id.Version);
        Assert.Equal(ExpertHealth.Disabled, directory.Find("e@2.0-rc1")!.Health);
        Assert.Null(directory.Find("e@3"));
        Assert.Throws<ExpertNotFoundException>(() => directory.Enable("nobody"));
        Assert.Throws<ArgumentException>(() => directory.Add(new EchoExpert(EchoExpert.Describe("e", "1.9"))));
    }

    [Fact]
    public async Task Disable_WithAStateFile_SurvivesARestart()
    {
        _folder.Save("one");
        await using (var first = Create())
        {
            first.Refresh();
            first.Disable("a");
        }

        await using var second = Create();
        second.Refresh();
        Assert.Equal(ExpertHealth.Disabled, second.Find("a")!.Health);
        second.Enable("a@1");
        Assert.Equal(ExpertHealth.Ready, second.Find("a")!.Health);

        File.WriteAllText(_folder["disabled.json"], "{ not json");
        await using var third = Create();
        third.Refresh();
        Assert.Equal(ExpertHealth.Ready, third.Find("a")!.Health);
    }

    [Fact]
    public async Task Remove_ExpertInUse_IsDisposedAndRefusesLateRequests()
    {
        var expert = new EchoExpert(EchoExpert.Describe("e"));
        await using var directory = Create();
        directory.Add(expert);
        var held = directory.Find("e")!.Expert;

        Assert.True(directory.Remove(new ExpertId("e", "1")));
        Assert.False(directory.Remove(new ExpertId("e", "1")));

        Assert.True(expert.IsDisposed);
        Assert.Contains("removed", (await Assert.ThrowsAsync<ExpertFailedException>(() => held.AskAsync<GeneratedText>(new TextInput("x")))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Model_OfAHostedExpert_RunsAndCountsFailures()
    {
        _folder.Save("one");
        await using var directory = Create(models: _ => new FakeModel([new ModelTensorInfo("x", ElementType.Float32, [1])], [], inputs =>
            inputs.Count == 0 ? throw new ExpertFailedException(new ExpertId("a", "1"), "no") : inputs));
        directory.Refresh();
        var expert = Assert.IsType<IModelExpert>(directory.Find("a")!.Expert, exactMatch: false);

        var outputs = await expert.Model!.RunAsync(new Dictionary<string, Tensor> { ["x"] = Tensor.Create([1f], 1) }, Token);
        Assert.Equal(Tensor.Create([1f], 1), outputs["x"]);
        Assert.Equal("x", Assert.Single(expert.Model.Inputs).Name);
        for (var i = 0; i < 3; i++)
        {
            await Assert.ThrowsAsync<ExpertFailedException>(async () => await expert.Model.RunAsync(new Dictionary<string, Tensor>(), Token));
        }

        Assert.Equal(ExpertHealth.Failing, directory.Find("a")!.Health);
        directory.Add(new EchoExpert(EchoExpert.Describe("code")));
        Assert.Null(((IModelExpert)directory.Find("code")!.Expert).Model);
    }

    [Fact]
    public async Task Start_PollingOnly_SeesWhatTheSystemDoesNotTell()
    {
        await using var directory = Create();
        directory.Start();
        _folder.Save("late");

        // The system's own notice waits for the fake clock as well; the poll comes at five seconds.
        _time.Advance(TimeSpan.FromSeconds(5));

        await Until.HoldsAsync(() => directory.Experts.Count == 1, "the dropped folder is live");
    }

    [Fact]
    public async Task Start_FolderDropped_IsLiveWithoutAPoll()
    {
        await using var directory = Create(time: TimeProvider.System, poll: TimeSpan.FromHours(1));
        directory.Start();

        _folder.Save("late");
        await Until.HoldsAsync(() => directory.Experts.Count == 1, "the dropped folder is live");
        Directory.Delete(_folder["late"], recursive: true);
        await Until.HoldsAsync(() => directory.Experts.Count == 0, "the removed folder is gone");
    }

    [Fact]
    public async Task DisposeAsync_RequestInFlight_WaitsAtMostTheDrainTime()
    {
        var running = new TaskCompletionSource();
        var directory = Create();
        directory.Add(new EchoExpert(EchoExpert.Describe("e"), async (_, cancellation) =>
        {
            running.SetResult();
            await Task.Delay(Timeout.Infinite, cancellation);
            return null!;
        }));
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var asked = directory.Find("e")!.Expert.AskAsync(TestExperts.Request(new TextInput("x")), cancel.Token).AsTask();
        await running.Task;

        var disposing = directory.DisposeAsync().AsTask();
        Assert.False(disposing.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(10));
        await disposing;
        Assert.Empty(directory.Experts);

        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
    }

    public void Dispose() => _folder.Dispose();

    private LocalExpertDirectory Create(
        ExpertCatalog? catalog = null, Func<Manifest, IModelRunner>? models = null, TimeProvider? time = null, TimeSpan? poll = null) => new(
        new ExpertLoader(catalog ?? TestExperts.Catalog(), new FakeModels(models ?? Open)),
        new LocalExpertDirectoryOptions
        {
            Folders = [_folder.Path],
            PollInterval = poll ?? TimeSpan.FromSeconds(5),
            SettleTime = TimeSpan.FromMilliseconds(20),
            StateFile = _folder["disabled.json"],
        },
        time ?? _time,
        NullLogger<LocalExpertDirectory>.Instance);

    private FakeModel Open(Manifest manifest)
    {
        _models.Add(FakeModel.Mapping(1, v => v));
        return _models[^1];
    }
}
