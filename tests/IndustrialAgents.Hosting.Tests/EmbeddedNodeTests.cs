using IndustrialAgents.Onnx;
using IndustrialAgents.Onnx.Graphs;
using IndustrialAgents.Routing;
using Microsoft.Extensions.Logging.Abstractions;

namespace IndustrialAgents.Hosting.Tests;

public sealed class EmbeddedNodeTests : IDisposable
{
    private readonly TestFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static Request Row { get; } = new() { Task = ExpertTask.Regress, Inputs = [new TensorInput(Tensor.Create([1f, 2f, 3f, 4f], 1, 4))] };

    private NodeOptions Options => new() { DataFolder = _folder["data"], ExpertFolders = [_folder["experts"]], DrainTime = TimeSpan.FromSeconds(20) };

    [Fact]
    public async Task StartAsync_ExpertInstalled_AnswersAndKeepsTheDecisionOverARestart()
    {
        Install("soft");
        string id;
        await using (var node = await StartAsync(Options))
        {
            var answer = await node.Router.AskAsync(Row, Token);
            id = answer.DecisionId;
            Assert.IsType<TensorsOutput>(answer.Output);
            var contribution = Assert.Single(answer.Contributions);
            Assert.Equal(new ExpertId("soft", "1"), contribution.Expert);
            Assert.Equal(64, contribution.ModelHash!.Length);
            Assert.Equal(1, node.Models.Statistics.Loaded);
            Assert.Empty(answer.Warnings);
            Assert.Empty(node.ModuleProblems);
        }

        await using var again = await StartAsync(Options);
        Assert.Equal(id, (await again.Decisions.FindAsync(id, Token))!.Id);
    }

    [Fact]
    public async Task StartAsync_ExpertDroppedIn_IsLiveAndABrokenOneIsListed()
    {
        await using var node = await StartAsync(Options);
        Assert.Empty(node.Directory.Experts);

        Install("late");
        System.IO.Directory.CreateDirectory(Path.Combine(_folder["experts"], "broken"));
        File.WriteAllText(Path.Combine(_folder["experts"], "broken", "expert.json"), "{");

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        while (node.Directory.Find("late") is null || node.Directory.Problems.Count == 0)
        {
            await Task.Delay(10, limit.Token);
        }

        Assert.IsType<TensorsOutput>((await node.Router.AskAsync(Row, Token)).Output);
    }

    [Fact]
    public async Task StartAsync_FolderOfARunningNode_NamesItAndIsFreeAfterwards()
    {
        await using (await StartAsync(Options))
        {
            var error = await Assert.ThrowsAsync<InvalidNodeOptionsException>(() => StartAsync(Options));
            Assert.Equal(nameof(NodeOptions.DataFolder), error.Option);
            Assert.Contains(_folder["data"], error.Message, StringComparison.Ordinal);
            Assert.Contains("another node", error.Message, StringComparison.Ordinal);
        }

        await using var next = await StartAsync(Options);
    }

    [Fact]
    public async Task DisposeAsync_RequestInFlight_IsFinishedAndStored()
    {
        var (running, finish) = (new TaskCompletionSource(), new TaskCompletionSource());
        var node = await StartAsync(Options);
        node.Directory.Add(new WaitingExpert(running, finish.Task));
        var asked = node.Router.AskAsync(WaitingExpert.Request, Token).AsTask();
        await running.Task;

        var stopping = node.DisposeAsync().AsTask();
        await Assert.ThrowsAsync<NodeStoppingException>(async () => await node.Router.AskAsync(WaitingExpert.Request, Token));
        await Assert.ThrowsAsync<NodeStoppingException>(async () => await node.Router.FeedbackAsync(new Feedback { DecisionId = "x", Correct = true }, Token));
        Assert.False(stopping.IsCompleted);
        finish.SetResult();
        var answer = await asked;
        await stopping;
        await node.DisposeAsync();

        Assert.Empty(answer.Warnings);
        await using var again = await StartAsync(Options);
        Assert.NotNull(await again.Decisions.FindAsync(answer.DecisionId, Token));
    }

    [Fact]
    public async Task DisposeAsync_RequestThatNeverEnds_IsCutOffAfterTheDrainTime()
    {
        var running = new TaskCompletionSource();
        var node = await StartAsync(Options with { DrainTime = TimeSpan.FromMilliseconds(50) });
        node.Directory.Add(new WaitingExpert(running, new TaskCompletionSource().Task));
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var asked = node.Router.AskAsync(WaitingExpert.Request, cancel.Token).AsTask();
        await running.Task;

        await node.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30), Token);

        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => asked);
    }

    [Fact]
    public async Task StartAsync_ModuleFolder_ReportsWhatIsBroken()
    {
        System.IO.Directory.CreateDirectory(_folder["modules"]);
        File.WriteAllBytes(Path.Combine(_folder["modules"], "broken.dll"), [1]);

        await using var node = await StartAsync(Options with { ModuleFolder = _folder["modules"] });

        Assert.Contains("broken.dll", Assert.Single(node.ModuleProblems).Path, StringComparison.Ordinal);
    }

    public static TheoryData<NodeOptions, string> Wrong() => new()
    {
        { new NodeOptions { DataFolder = " " }, "DataFolder" },
        { new NodeOptions { DataFolder = "d", ExpertFolders = [""] }, "ExpertFolders" },
        { new NodeOptions { DataFolder = "d", ExpertFolders = null! }, "ExpertFolders" },
        { new NodeOptions { DataFolder = "d", Modules = null! }, "Modules" },
        { new NodeOptions { DataFolder = "d", Modules = [null!] }, "Modules" },
        { new NodeOptions { DataFolder = "d", ModuleFolder = "" }, "ModuleFolder" },
        { new NodeOptions { DataFolder = "d", Models = null! }, "Models" },
        { new NodeOptions { DataFolder = "d", Models = new ModelPoolOptions { CpuBudget = 0 } }, "Models.CpuBudget" },
        { new NodeOptions { DataFolder = "d", Models = new ModelPoolOptions { CudaBudget = -1 } }, "Models.CudaBudget" },
        { new NodeOptions { DataFolder = "d", Router = null! }, "Router" },
        { new NodeOptions { DataFolder = "d", Router = new RouterOptions { MaxInFlight = 0 } }, "Router" },
        { new NodeOptions { DataFolder = "d", MaxDecisions = 0 }, "MaxDecisions" },
        { new NodeOptions { DataFolder = "d", DrainTime = TimeSpan.FromSeconds(-1) }, "DrainTime" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task StartAsync_WrongOption_NamesIt(NodeOptions options, string option)
    {
        Assert.Equal(option, (await Assert.ThrowsAsync<InvalidNodeOptionsException>(() => StartAsync(options))).Option);
        Assert.False(System.IO.Directory.Exists("d"));
    }

    [Fact]
    public async Task StartAsync_DataFolderIsAFile_SaysSo()
    {
        File.WriteAllText(_folder["file"], "");

        var error = await Assert.ThrowsAsync<InvalidNodeOptionsException>(() => StartAsync(Options with { DataFolder = _folder["file"] }));

        Assert.Equal(nameof(NodeOptions.DataFolder), error.Option);
    }

    public void Dispose() => _folder.Dispose();

    private static Task<EmbeddedNode> StartAsync(NodeOptions options) =>
        EmbeddedNode.StartAsync(options, NullLoggerFactory.Instance, TimeProvider.System, Token);

    private void Install(string name)
    {
        var model = _folder[name + ".onnx"];
        Mlp.Create([4, 3, 2], 1).Save(model);
        ExpertInstaller.Add(model, _folder["experts"]);
    }

    private sealed class WaitingExpert(TaskCompletionSource running, Task finish) : IExpert
    {
        public static Request Request { get; } = new() { Task = ExpertTask.Generate, Inputs = [new TextInput("x")] };

        public Manifest Manifest { get; } = new()
        {
            Name = "waiting",
            Version = "1",
            Modality = Modality.Language,
            Tasks = [ExpertTask.Generate],
            Inputs = [new ManifestInput { Kind = Modality.Language }],
            Code = new ManifestStep { Use = "waiting" },
        };

        public async ValueTask<ExpertReply> AskAsync(Request request, CancellationToken cancellationToken)
        {
            running.TrySetResult();
            await finish.WaitAsync(cancellationToken);
            return new ExpertReply(new GeneratedText("done", FinishReason.Stop));
        }
    }
}
