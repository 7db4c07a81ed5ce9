using FsCheck;
using FsCheck.Fluent;

namespace IndustrialAgents.Assets.Tests.Agents;

public sealed class AssetAgentReplayTests
{
    private static readonly AssetPath Asset = AssetPath.Parse("acme/mill/line-1/pump-1");
    private static readonly SeriesChannel[] Channels = [new("level")];
    private static readonly AssetAgentOptions Options = new() { WindowLength = 16, Alarm = new AlarmOptions { RaiseAfter = 2, Of = 4, ClearAfter = 6 } };

    // A detector without memory: the tail covers its state, so everything must be as if nothing had happened.
    [Fact]
    public void Replay_TailOfAnyRowsAfterAnyCut_GoesOnAsUninterrupted() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var values = Enumerable.Range(0, 120).Select(_ => random.Next(4) == 0 ? 20f + random.Next(50) : 1).ToArray();
            var (cut, unjudged) = (random.Next(1, 100), random.Next(0, 4));
            var uninterrupted = Agent();
            var expected = Run(uninterrupted, values, 0, values.Length, out _);

            var before = Run(Agent(), values, 0, Math.Max(0, cut - unjudged), out var stored);

            // While an incident is open the tail reaches back to where its peak was stored; 32 rows do otherwise.
            var start = Math.Clamp(stored.Open is null ? cut - 32 : Math.Min(cut - 32, (int)stored.JudgedUntil), 0, cut);
            var restored = Agent();
            var again = restored.Replay(Rows(values, start, cut), stored).ToList();
            again.AddRange(Run(restored, values, cut, values.Length, out _));
            return before.Concat(again).Select(Text).SequenceEqual(expected.Select(Text))
                && restored.Window().Values.Span.SequenceEqual(uninterrupted.Window().Values.Span)
                && restored.State == uninterrupted.State
                && restored.Score.Equals(uninterrupted.Score);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Replay_EverythingJudgedBefore_RaisesNothingAgain()
    {
        var agent = Agent();
        var changes = agent.Replay(Rows([1, 50, 50, 50, 50], 0, 5), new AgentState { JudgedUntil = long.MaxValue });
        Assert.Empty(changes);
        Assert.Null(agent.Open);
        Assert.Equal(AlarmChange.Raised, Assert.Single(agent.Push(Rows([50], 0, 1, 5))).Change);
    }

    [Fact]
    public void Replay_IncidentOpen_ClearsItOnceAfterTheQuietStretch()
    {
        var open = new Incident { Asset = Asset, Raised = new DateTimeOffset(1, TimeSpan.Zero), Peak = 3 };
        var agent = Agent();
        Assert.Empty(agent.Replay(Rows([1, 1, 1, 1], 0, 4, 10), new AgentState { Open = open, JudgedUntil = 13 }));
        var closed = Assert.Single(agent.Push(Rows([1, 1, 1], 0, 3, 20)));
        Assert.Equal((AlarmChange.Cleared, open with { Cleared = new DateTimeOffset(21, TimeSpan.Zero) }), (closed.Change, closed.Incident));
    }

    [Fact]
    public void Replay_BaselineWithTheWholePastInTheTail_GivesTheSameScores()
    {
        var (whole, restored) = (Agent(new BaselineDetector(1)), Agent(new BaselineDetector(1)));
        var values = Enumerable.Range(0, 200).Select(i => (float)Math.Sin(i)).ToArray();
        whole.Push(Rows(values, 0, 200));
        restored.Replay(Rows(values, 0, 200), AgentState.Initial);
        whole.Push(Rows([3], 0, 1, 500));
        restored.Push(Rows([3], 0, 1, 500));
        Assert.Equal(whole.Score, restored.Score);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Replay_BaselineWithPartOfThePastInTheTail_DiffersByTheWeightOfTheRest(int halfLives)
    {
        const int HalfLife = 50;
        var options = new BaselineOptions { HalfLifeRows = HalfLife };
        var (whole, restored) = (new BaselineDetector(1, options), new BaselineDetector(1, options));
        var values = Enumerable.Range(0, 2000).Select(i => i < 2000 - (halfLives * HalfLife) ? 0f : 1).ToArray();
        Assert.All(values, value => whole.Push([value]));
        Assert.All(values[^(halfLives * HalfLife)..], value => restored.Push([value]));
        Assert.Equal(Math.Pow(2, -halfLives), restored.Expect(0).Mean - whole.Expect(0).Mean, 1e-6);
    }

    [Fact]
    public void Replay_AgentThatHasTakenRows_Throws()
    {
        var agent = Agent();
        agent.Push(Rows([1], 0, 1));
        Assert.Throws<InvalidOperationException>(() => agent.Replay(null, AgentState.Initial));
    }

    [Fact]
    public void Push_BatchOfOtherWidth_TakesNoRow()
    {
        var agent = Agent();
        Assert.Equal("rows.values", Assert.Throws<InvalidRequestException>(() => agent.Push(new RowBatch(new long[] { 1 }, new float[2], 2))).Field);
        Assert.Null(agent.LastRow);
    }

    // Stores the state as a host does: after a batch in which an incident opened or closed.
    private static List<IncidentChange> Run(AssetAgent agent, float[] values, int from, int to, out AgentState stored)
    {
        stored = AgentState.Initial;
        var all = new List<IncidentChange>();
        for (var start = from; start < to; start += 3)
        {
            var changes = agent.Push(Rows(values, start, Math.Min(start + 3, to)));
            stored = changes.Count > 0 ? agent.State : stored;
            all.AddRange(changes);
        }

        return all;
    }

    private static string Text(IncidentChange change) => $"{change.Change} {change.Incident.Raised.Ticks} {change.Incident.Cleared?.Ticks} {change.Incident.Peak}";

    private static RowBatch Rows(float[] values, int from, int to, int offset = 0) =>
        new(Enumerable.Range(from, to - from).Select(i => (long)i + offset).ToArray(), values.AsMemory(from, to - from), 1);

    private static AssetAgent Agent(IStreamingDetector? detector = null) =>
        new(Asset, Channels, TimeSpan.FromTicks(1), detector ?? new LevelDetector(), Options);
}
