using IndustrialAgents.Routing.Tests.Fakes;

namespace IndustrialAgents.Routing.Tests;

public sealed class RouterTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AskAsync_TwoExperts_MergesThemAndNamesEachContribution()
    {
        var store = new InMemoryDecisionStore();
        var router = Given.Router(
            new FakeDirectory(FakeExpert.Saying("a", Given.Classes(0.8, 0.1, 0.1), prior: 3), FakeExpert.Saying("b", Given.Classes(0.6, 0.3, 0.1))),
            store: store);

        var answer = await router.AskAsync(Given.Text(asset: "acme/line") with { Id = "mine" }, Token);

        Assert.Equal("wear", Assert.IsType<ClassProbabilities>(answer.Output).Top().Label);
        Assert.Equal(["a@1", "b@1"], answer.Contributions.Select(part => part.Expert.ToString()));
        Assert.Equal([0.75, 0.25], answer.Contributions.Select(part => part.Weight));
        Assert.All(answer.Contributions, part => Assert.Equal($"hash-of-{part.Expert.Name}", part.ModelHash));
        Assert.Equal(2, answer.Cost);
        Assert.Equal("mine", answer.RequestId);
        Assert.False(answer.Abstained);
        var decision = await store.FindAsync(answer.DecisionId, Token);
        Assert.Equal(answer, decision!.Answer);
        Assert.Equal("default", decision.Route);
        Assert.All(decision.Candidates, score => Assert.True(score.Picked));
        Assert.Equal(7, Guid.Parse(answer.DecisionId).Version);
    }

    [Fact]
    public async Task AskAsync_MoreCandidatesThanTopK_RunsTheBest()
    {
        var (a, b) = (FakeExpert.Saying("a", Given.Classes(1, 0, 0)), FakeExpert.Saying("b", Given.Classes(0, 1, 0), prior: 2));
        var router = Given.Router(new FakeDirectory(a, b), new RouteOptions { TopK = 1 });

        var answer = await router.AskAsync(Given.Text(), Token);

        Assert.Equal("b", Assert.Single(answer.Contributions).Expert.Name);
        Assert.Equal(0, a.Calls);
    }

    [Fact]
    public async Task AskAsync_PickedExpertFails_EscalatesToTheNext()
    {
        var router = Given.Router(
            new FakeDirectory(FakeExpert.Failing("a", new InvalidOperationException("no weights"), prior: 2), FakeExpert.Saying("b", Given.Classes(0, 1, 0))),
            new RouteOptions { TopK = 1 });

        var answer = await router.AskAsync(Given.Text(), Token);

        Assert.Equal([ContributionStatus.Answered, ContributionStatus.Failed], answer.Contributions.Select(part => part.Status));
        Assert.Equal([1, 0.0], answer.Contributions.Select(part => part.Weight));
        Assert.Contains("no weights", answer.Contributions[1].Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AskAsync_BudgetSpent_RunsNoMore()
    {
        var router = Given.Router(
            new FakeDirectory(FakeExpert.Saying("a", Given.Classes(1, 0, 0)), FakeExpert.Saying("b", Given.Classes(1, 0, 0)), FakeExpert.Saying("c", Given.Classes(1, 0, 0))),
            new RouteOptions { MaxCost = 2 });

        Assert.Equal(2, (await router.AskAsync(Given.Text(), Token)).Contributions.Count);
    }

    [Fact]
    public async Task AskAsync_MaxExpertsConstrained_RunsNoMore()
    {
        var router = Given.Router(new FakeDirectory(FakeExpert.Saying("a", Given.Classes(1, 0, 0)), FakeExpert.Saying("b", Given.Classes(1, 0, 0))));

        var answer = await router.AskAsync(Given.Text() with { Constraints = new RequestConstraints { MaxExperts = 1 } }, Token);

        Assert.Single(answer.Contributions);
    }

    [Fact]
    public async Task AskAsync_AllFail_AbstainsAndSaysWhy()
    {
        var router = Given.Router(new FakeDirectory(FakeExpert.Failing("a", new InvalidOperationException("broken"))));

        var answer = await router.AskAsync(Given.Text(), Token);

        Assert.Null(answer.Output);
        Assert.True(answer.Abstained);
        Assert.Equal(0, answer.Confidence);
        Assert.Contains("broken", Assert.Single(answer.Contributions).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AskAsync_AllRefuseTheRequest_ThrowsTheirReason()
    {
        var router = Given.Router(new FakeDirectory(FakeExpert.Failing("a", new InvalidRequestException("inputs[0].text", "is too short"))));

        var error = await Assert.ThrowsAsync<InvalidRequestException>(async () => await router.AskAsync(Given.Text(), Token));

        Assert.Equal("inputs[0].text: is too short", error.Message);
    }

    [Fact]
    public async Task AskAsync_AllQueuesFull_ThrowsOverloaded()
    {
        var router = Given.Router(new FakeDirectory(FakeExpert.Failing("a", new OverloadedException("a", 3))));

        Assert.Equal(3, (await Assert.ThrowsAsync<OverloadedException>(async () => await router.AskAsync(Given.Text(), Token))).Limit);
        router = Given.Router(new FakeDirectory(
            FakeExpert.Failing("a", new OverloadedException("a", 3)), FakeExpert.Failing("b", new UnavailableException("b runs nowhere"))));
        Assert.Equal("b runs nowhere", (await Assert.ThrowsAsync<UnavailableException>(async () => await router.AskAsync(Given.Text(), Token))).Message);
    }

    [Theory]
    [MemberData(nameof(Flawed))]
    public async Task AskAsync_OutputBreaksItsContract_CountsAsFailed(ExpertOutput output)
    {
        var router = Given.Router(new FakeDirectory(FakeExpert.Saying("a", output), FakeExpert.Saying("b", Given.Classes(0.2, 0.3, 0.5))));

        var answer = await router.AskAsync(Given.Text(), Token);

        Assert.Equal("normal", ((ClassProbabilities)answer.Output!).Top().Label);
        Assert.Equal(ContributionStatus.Failed, answer.Contributions[1].Status);
    }

    [Theory]
    [InlineData(0.9, null, true)]
    [InlineData(0.9, 0.5, false)]
    [InlineData(0, 0.9, true)]
    public async Task AskAsync_ConfidenceBelowTheLevel_Abstains(double route, double? request, bool abstains)
    {
        var router = Given.Router(new FakeDirectory(FakeExpert.Saying("a", Given.Classes(0.6, 0.3, 0.1))), new RouteOptions { AbstainBelow = route });

        var answer = await router.AskAsync(Given.Text() with { Constraints = new RequestConstraints { AbstainBelow = request } }, Token);

        Assert.Equal(abstains, answer.Abstained);
        Assert.NotNull(answer.Output);
        if (abstains)
        {
            Assert.Contains("0.6 is below the level 0.9", answer.Abstention, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task AskAsync_UnknownRoute_NamesTheRoutes()
    {
        var router = Given.Router(new FakeDirectory(FakeExpert.Saying("a", Given.Classes(1, 0, 0))));

        var error = await Assert.ThrowsAsync<InvalidRequestException>(async () => await router.AskAsync(Given.Text() with { Route = "fast" }, Token));

        Assert.Equal("route", error.Field);
        Assert.Contains("default", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AskAsync_StoreFails_StillAnswersWithAWarning()
    {
        var store = new BrokenStore();
        var router = Given.Router(new FakeDirectory(FakeExpert.Saying("a", Given.Classes(1, 0, 0))), store: store);

        var broken = await router.AskAsync(Given.Text(), Token);
        store.Broken = false;
        var whole = await router.AskAsync(Given.Text(), Token);

        Assert.Contains("the disk is full", Assert.Single(broken.Warnings), StringComparison.Ordinal);
        Assert.NotNull(broken.Output);
        Assert.Empty(whole.Warnings);
    }

    [Fact]
    public async Task AskAsync_StageReplaced_UsesIt()
    {
        var merger = new CountingMerger();
        var directory = new FakeDirectory(FakeExpert.Saying("a", Given.Classes(1, 0, 0)));
        var router = new Router(
            directory,
            new InMemoryDecisionStore(),
            new RouterOptions(),
            TimeProvider.System,
            Microsoft.Extensions.Logging.Abstractions.NullLogger<Router>.Instance,
            new RouterStages { Merger = merger });

        await router.AskAsync(Given.Text(), Token);

        Assert.Equal(1, merger.Calls);
    }

    public static TheoryData<ExpertOutput> Flawed() =>
    [
        Given.Classes(double.NaN, 0.5, 0.5),
        Given.Classes(0.5, 0.4, 0.4),
        Given.Classes(1.5, -0.5, 0),
        Given.Classes(1, 0),
        new ClassProbabilities([null!], new[] { 1.0 }),
        new Estimate([null!], new[] { 1.0 }),
        new Forecast([null!], TimeSpan.FromSeconds(1), new[] { 1f }),
        Given.Classes(1, 0, 0) with { Confidence = 2 },
        new AnomalyScores(new[] { 1.0, double.PositiveInfinity }, 1, 0.5),
        new AnomalyScores(new[] { 1.0 }, 1, 1.5),
        new AnomalyScores(new[] { 1.0 }, 1, 0.5) { PValue = double.NaN },
        new AnomalyScores(new[] { 1.0 }, 1, 0.5) { FalseAlarmRate = 2 },
        new AnomalyScores(new[] { 1.0 }, 1, 0.5) { Grid = ScoreGrid.Over(2, 3, 20, 30) },
        new AnomalyScores(new[] { 1.0 }, 1, 0.5) { Grid = new ScoreGrid(1, 1, 20, 30, 0, 0, double.NaN, 30) },
        new AnomalyScores(new[] { 1.0 }, 1, 0.5) { Grid = new ScoreGrid(1, 1, 20, 30, 20, 0, 0, 30) },
        new Forecast([new SeriesChannel("a")], TimeSpan.FromSeconds(1), new[] { float.NaN }),
        new Forecast([new SeriesChannel("a")], TimeSpan.FromSeconds(1), new[] { 1f }) { Levels = [0.9, 0.1], Quantiles = new float[2] },
        new Forecast([], TimeSpan.FromSeconds(1), new[] { 1f }),
        new Estimate([new SeriesChannel("a")], new[] { 1.0 }) { StandardDeviations = new[] { 1.0, 2.0 } },
        new Detections([new Detection("a", 0.5, 10, 0, 0, 10)], 10, 10),
        new Detections([new Detection("a", 5, 0, 0, 10, 10)], 10, 10),
        new Passages([new Passage("a", "b", double.NaN)]),
        new Embedding("a", default),
        new TensorsOutput(new Dictionary<string, Tensor>()),
    ];

    private sealed class CountingMerger : IMerger
    {
        private readonly OutputMerger _inner = new();

        public int Calls { get; private set; }

        public MergedOutput Merge(Request request, ReadOnlySpan<Vote> votes)
        {
            Calls++;
            return _inner.Merge(request, votes);
        }
    }
}
