using IndustrialAgents.Routing.Tests.Fakes;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace IndustrialAgents.Routing.Tests.Gating.Sequencing;

public sealed class FeedbackSweepTests
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);
    private static readonly RouterOptions Options = new();

    private readonly FakeTimeProvider _time = new();
    private readonly InMemoryDecisionStore _store = new();
    private readonly LossSequencer _sequencer = new(Options);
    private readonly Replica _replica = new("r", Options);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RunAsync_RouterDiedWithAcknowledgedFeedback_LearnsItOnceTheGracePeriodIsOver()
    {
        var sweep = Sweep();
        await GiveAsync(3);
        Assert.Equal(0, await sweep.RunAsync(Token));
        _time.Advance(Grace - TimeSpan.FromSeconds(1));
        Assert.Equal(0, await sweep.RunAsync(Token));
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(3, await sweep.RunAsync(Token));
        Assert.Equal(3, _sequencer.Watermark);
        Assert.True(Observation.AreSame(_replica.Gate.Snapshot(), _sequencer.Snapshot()));
        Assert.Equal(0, await sweep.RunAsync(Token));
    }

    [Fact]
    public async Task RunAsync_FeedbackThatRoutersBring_IsLeftToThem()
    {
        var sweep = Sweep();
        await GiveAsync(2);
        await sweep.RunAsync(Token);
        _replica.Merge(_sequencer);
        _time.Advance(Grace);
        await GiveAsync(1);

        Assert.Equal(0, await sweep.RunAsync(Token));
        Assert.False(_sequencer.IsLearned(3));
        _replica.Merge(_sequencer);
        _time.Advance(Grace);

        Assert.Equal(0, await sweep.RunAsync(Token));
        Assert.Equal((3, 3), (_sequencer.Watermark, Observations(_sequencer.Snapshot())));
    }

    [Fact]
    public async Task RunAsync_RouterComesTooLate_CountsItsFeedbackOnceAndTheRestIsLearnedLater()
    {
        var sweep = Sweep();
        await GiveAsync(2);
        await sweep.RunAsync(Token);
        _time.Advance(Grace);
        await sweep.RunAsync(Token);
        await GiveAsync(2);

        Assert.Null(_replica.Merge(_sequencer));
        Assert.Equal(2, Observations(_sequencer.Snapshot()));
        _time.Advance(Grace / 2);
        await sweep.RunAsync(Token);
        _time.Advance(Grace);
        Assert.Equal(2, await sweep.RunAsync(Token));
        _replica.Merge(_sequencer);

        Assert.Equal(4, Observations(_sequencer.Snapshot()));
        Assert.True(Observation.AreSame(_replica.Gate.Snapshot(), _sequencer.Snapshot()));
    }

    [Fact]
    public async Task RunAsync_PositionsThatNobodyHas_AreClosed()
    {
        var sweep = Sweep();
        await GiveAsync(1);
        _sequencer.Append("s", 1, Observation.Learn([new(Given.Text(), [(new("a", "1"), 1)])], Options), [5]);
        await sweep.RunAsync(Token);
        _time.Advance(Grace);

        Assert.Equal(1, await sweep.RunAsync(Token));
        Assert.Equal((5, 0), (_sequencer.Watermark, _sequencer.Gaps));
    }

    [Fact]
    public async Task RunAsync_FeedbackThatNoLongerFits_IsPassedOver()
    {
        var sweep = Sweep();
        var answer = await Router().AskAsync(Given.Text(), Token);
        await _store.AddFeedbackAsync(new() { DecisionId = answer.DecisionId, Label = "no such label" }, default, Token);
        await sweep.RunAsync(Token);
        _time.Advance(Grace);

        Assert.Equal(0, await sweep.RunAsync(Token));
        Assert.Equal((1, 0), (_sequencer.Watermark, _sequencer.Version));
    }

    private static long Observations(LossStatistics statistics) =>
        statistics.Find(new LossContext(ExpertTask.Classify), new ExpertId("a", "1")).Observations;

    private FeedbackSweep Sweep() => new(_store, _sequencer, Grace, _time, NullLogger<FeedbackSweep>.Instance);

    private Router Router() => new(
        new FakeDirectory(FakeExpert.Saying("a", Given.Classes(0.7, 0.2, 0.1))),
        _store,
        Options,
        _time,
        NullLogger<Router>.Instance,
        new RouterStages { Gate = _replica.Gate });

    private async Task GiveAsync(int count)
    {
        using var router = Router();
        for (var i = 0; i < count; i++)
        {
            var answer = await router.AskAsync(Given.Text(), Token);
            await router.FeedbackAsync(new() { DecisionId = answer.DecisionId, Label = Given.Labels[i % 3] }, Token);
        }
    }
}
