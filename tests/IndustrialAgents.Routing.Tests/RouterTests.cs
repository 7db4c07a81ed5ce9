using IndustrialAgents.Routing.Tests.Fakes;
using Microsoft.Extensions.Time.Testing;

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

    [Fact]
    public async Task AskAsync_OneExpertSlow_AnswersAtTheDeadlineWithTheOthers()
    {
        var time = new FakeTimeProvider();
        var slow = FakeExpert.Waiting("slow", new TaskCompletionSource<ExpertReply>());
        var router = Given.Router(
            new FakeDirectory(FakeExpert.Saying("quick", Given.Classes(1, 0, 0)), slow), new RouteOptions { Deadline = TimeSpan.FromSeconds(2) }, time: time);

        var asking = router.AskAsync(Given.Text(), Token).AsTask();
        await Given.UntilAsync(() => slow.Calls == 1, Token);
        Assert.False(asking.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(2));
        var answer = await asking;

        Assert.Equal(["quick", "slow"], answer.Contributions.Select(part => part.Expert.Name));
        Assert.Equal(ContributionStatus.TimedOut, answer.Contributions[1].Status);
        Assert.Equal(TimeSpan.FromSeconds(2), answer.Contributions[1].Latency);
        Assert.Equal(TimeSpan.FromSeconds(2), answer.Elapsed);
    }

    [Fact]
    public async Task AskAsync_ExpertBlocksItsThread_DeadlineHolds()
    {
        using var unblock = new ManualResetEventSlim();
        var time = new FakeTimeProvider();
        var blocking = new FakeExpert(FakeExpert.ManifestOf("blocking"), (_, _) =>
        {
            unblock.Wait(Token);
            throw new InvalidOperationException();
        });
        var router = Given.Router(new FakeDirectory(blocking), new RouteOptions { Deadline = TimeSpan.FromSeconds(1) }, time: time);

        var asking = router.AskAsync(Given.Text(), Token).AsTask();
        await Given.UntilAsync(() => blocking.Calls == 1, Token);
        time.Advance(TimeSpan.FromSeconds(1));

        await Assert.ThrowsAsync<DeadlineExceededException>(() => asking);
        unblock.Set();
    }

    [Fact]
    public async Task AskAsync_CallsPileUpPastTheirDeadline_ExpertIsNotCalledUntilOneEnds()
    {
        var time = new FakeTimeProvider();
        var reply = new TaskCompletionSource<ExpertReply>();
        var deaf = FakeExpert.Deaf("deaf", reply, prior: 2);
        var options = new RouterOptions { MaxAbandonedCalls = 1 };
        var router = Given.Router(new FakeDirectory(deaf, FakeExpert.Saying("b", Given.Classes(1, 0, 0))), options, time: time);

        var first = router.AskAsync(Given.Text(), Token).AsTask();
        await Given.UntilAsync(() => deaf.Calls == 1, Token);
        time.Advance(TimeSpan.FromSeconds(30));
        await first;
        var second = await router.AskAsync(Given.Text(), Token);

        Assert.Equal(1, deaf.Calls);
        Assert.Equal(ContributionStatus.Failed, second.Contributions[1].Status);
        reply.SetResult(new ExpertReply(Given.Classes(1, 0, 0)));
        await Given.UntilAsync(() => router.AskAsync(Given.Text(), Token).AsTask().GetAwaiter().GetResult().Contributions[1].Status == ContributionStatus.Answered, Token);
    }

    [Fact]
    public async Task AskAsync_DeadlineAlreadyPast_ThrowsAtOnce()
    {
        var expert = FakeExpert.Saying("a", Given.Classes(1, 0, 0));
        var time = new FakeTimeProvider();
        var router = Given.Router(new FakeDirectory(expert), time: time);

        await Assert.ThrowsAsync<DeadlineExceededException>(async () => await router.AskAsync(
            Given.Text() with { Constraints = new RequestConstraints { Deadline = time.GetUtcNow() } }, Token));
        Assert.Equal(0, expert.Calls);
    }

    [Fact]
    public async Task AskAsync_CallerCancels_ThrowsAndCancelsTheExperts()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var cancelled = new TaskCompletionSource();
        var waiting = new FakeExpert(FakeExpert.ManifestOf("waiting"), async (_, token) =>
        {
            using var registration = token.Register(() => cancelled.SetResult());
            await Task.Delay(Timeout.Infinite, token);
            throw new InvalidOperationException();
        });
        var router = Given.Router(new FakeDirectory(waiting));

        var asking = router.AskAsync(Given.Text(), cancel.Token).AsTask();
        await Given.UntilAsync(() => waiting.Calls == 1, Token);
        await cancel.CancelAsync();

        Assert.Equal(cancel.Token, (await Assert.ThrowsAsync<OperationCanceledException>(() => asking)).CancellationToken);
        await cancelled.Task.WaitAsync(Token);
        Assert.Equal(0, router.InFlight);
    }

    [Fact]
    public async Task AskAsync_TooManyInFlight_ThrowsOverloaded()
    {
        var reply = new TaskCompletionSource<ExpertReply>();
        var waiting = FakeExpert.Waiting("waiting", reply);
        var router = Given.Router(new FakeDirectory(waiting), new RouterOptions { MaxInFlight = 1 });

        var first = router.AskAsync(Given.Text(), Token).AsTask();
        await Given.UntilAsync(() => waiting.Calls == 1, Token);
        await Assert.ThrowsAsync<OverloadedException>(async () => await router.AskAsync(Given.Text(), Token));
        reply.SetResult(new ExpertReply(Given.Classes(1, 0, 0)));
        await first;

        await router.AskAsync(Given.Text(), Token);
        Assert.Equal(0, router.InFlight);
    }

    [Fact]
    public async Task AskAsync_AnyOrderOfCompletion_GivesTheSameAnswer()
    {
        var outputs = new[] { Given.Classes(0.61, 0.29, 0.1), Given.Classes(0.13, 0.77, 0.1), Given.Classes(0.3, 0.3, 0.4) };
        var answers = new List<Answer>();
        foreach (var order in new int[][] { [0, 1, 2], [2, 1, 0], [1, 2, 0] })
        {
            var replies = outputs.Select(_ => new TaskCompletionSource<ExpertReply>()).ToArray();
            var experts = replies.Select((reply, i) => FakeExpert.Waiting($"e{i}", reply, 1 + (i * 0.37))).ToArray();
            var router = Given.Router(new FakeDirectory(experts));
            var asking = router.AskAsync(Given.Text(), Token).AsTask();
            await Given.UntilAsync(() => experts.All(expert => expert.Calls == 1), Token);
            foreach (var i in order)
            {
                replies[i].SetResult(new ExpertReply(outputs[i]));
            }

            answers.Add(await asking);
        }

        var expected = ((ClassProbabilities)answers[0].Output!).Probabilities.ToArray();
        Assert.All(answers, answer => Assert.Equal(expected, ((ClassProbabilities)answer.Output!).Probabilities.ToArray()));
        Assert.All(answers, answer => Assert.Equal(
            answers[0].Contributions.Select(part => (part.Expert, part.Weight)), answer.Contributions.Select(part => (part.Expert, part.Weight))));
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
