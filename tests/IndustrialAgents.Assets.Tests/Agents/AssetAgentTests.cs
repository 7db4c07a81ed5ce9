namespace IndustrialAgents.Assets.Tests.Agents;

public sealed class AssetAgentTests
{
    private static readonly AssetPath Asset = AssetPath.Parse("acme/mill/line-1/pump-1");
    private static readonly SeriesChannel[] Channels = [new("level")];
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly AssetAgentOptions Options = new() { WindowLength = 8, Alarm = new AlarmOptions { RaiseAfter = 2, Of = 3, ClearAfter = 3 } };

    [Fact]
    public void Push_ValueAboveThreshold_OpensAndClosesAnIncident()
    {
        var agent = new AssetAgent(Asset, Channels, TimeSpan.FromSeconds(1), new LevelDetector(), Options);
        var changes = new[] { 1f, 1, 30, 50, 1, 1, 1, 1 }.Select((value, i) => agent.Push(Start.AddSeconds(i), [value])).ToList();

        Assert.Equal(3, changes.IndexOf(AlarmChange.Raised));
        Assert.Equal(6, changes.IndexOf(AlarmChange.Cleared));
        Assert.Null(agent.Open);
        Assert.Equal(new Incident { Asset = Asset, Raised = Start.AddSeconds(3), Cleared = Start.AddSeconds(6), Peak = 5 }, agent.LastClosed);
    }

    [Fact]
    public void Push_ScoreNotKnownYet_RaisesNothing()
    {
        var agent = new AssetAgent(Asset, Channels, TimeSpan.FromSeconds(1), new LevelDetector(), Options);
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(AlarmChange.None, agent.Push(Start.AddSeconds(i), [float.NaN]));
        }
    }

    [Fact]
    public async Task DiagnoseAsync_WithEvidence_SendsWindowAndEvidence()
    {
        var agent = new AssetAgent(Asset, Channels, TimeSpan.FromSeconds(1), new LevelDetector(), Options);
        for (var i = 0; i < 12; i++)
        {
            agent.Push(Start.AddSeconds(i), [i]);
        }

        var router = new RecordingRouter();
        await agent.DiagnoseAsync(router, [new TextInput("pump noisy")], TestContext.Current.CancellationToken);

        var request = Assert.Single(router.Requests);
        Assert.Equal(ExpertTask.Diagnose, request.Task);
        Assert.Equal(Asset, request.Asset);
        Assert.Equal("pump noisy", request.Find<TextInput>()!.Text);
        Assert.Equal([4f, 5, 6, 7, 8, 9, 10, 11], request.Find<SeriesInput>()!.Series.Values.ToArray());
        request.Validate(RequestLimits.Default);
    }

    [Fact]
    public void Constructor_DetectorOfOtherWidth_Throws() =>
        Assert.Throws<ArgumentException>(() => new AssetAgent(Asset, [new("a"), new("b")], TimeSpan.FromSeconds(1), new LevelDetector(), Options));

    private sealed class RecordingRouter : IRouter
    {
        public List<Request> Requests { get; } = [];

        public ValueTask<Answer> AskAsync(Request request, CancellationToken cancellationToken)
        {
            Requests.Add(request);
            return ValueTask.FromResult(new Answer { DecisionId = "1", Task = request.Task, Contributions = [] });
        }

        public ValueTask<FeedbackReceipt> FeedbackAsync(Feedback feedback, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
