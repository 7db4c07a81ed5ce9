using FsCheck;
using FsCheck.Fluent;
using IndustrialAgents.Routing.Tests.Fakes;

namespace IndustrialAgents.Routing.Tests.Gating;

public sealed class LossGateMergingTests
{
    private static readonly RouterOptions Options = new();
    private static readonly (ExpertId, double)[] Losses = [(new("e0", "1"), 0.25)];

    [Fact]
    public void TakeDelta_NothingLearned_IsNull() => Assert.Null(new LossGate(Options, replica: true).TakeDelta());

    [Fact]
    public void TakeDelta_NotAcknowledged_GivesTheSameAgain()
    {
        var gate = new LossGate(Options, replica: true);
        gate.Learn(Given.Text(), Losses, 7);
        var first = gate.TakeDelta();
        gate.Learn(Given.Text(), Losses, 9);

        Assert.Same(first, gate.TakeDelta());
        gate.Acknowledge(first!.Number);
        var second = gate.TakeDelta();

        Assert.Equal((1, 2), (first.Number, second!.Number));
        Assert.Equal([7], first.Positions);
        Assert.Equal([9], second.Positions);
    }

    [Fact]
    public void Rebase_AnyMoment_IsMergedThenTakenThenPending() =>
        Prop.ForAll(Arb.From(Observation.Any.ArrayOf(4)), Arb.From(Gen.Elements(false, true)), (observations, acknowledged) =>
        {
            var gate = new LossGate(Options, replica: true);
            gate.Learn(observations[1].Request, observations[1].Losses, 1);
            var delta = gate.TakeDelta()!;
            gate.Learn(observations[2].Request, observations[2].Losses, 2);
            var merged = Observation.Learn(acknowledged ? observations[..2] : observations[..1], Options);
            gate.Rebase(merged, acknowledged ? delta.Number : 0);
            gate.Learn(observations[3].Request, observations[3].Losses, 3);
            return Observation.AreSame(gate.Snapshot(), Observation.Learn(observations, Options))
                && gate.TakeDelta()!.Positions.SequenceEqual(acknowledged ? [2, 3] : [1]);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Rebase_MergedChangesAfterwards_StaysAsItWas()
    {
        var (gate, merged) = (new LossGate(Options, replica: true), new LossStatistics(Options));
        gate.Rebase(merged, 0);
        gate.Learn(Given.Text(), Losses, 1);

        Assert.Equal(0, merged.Contexts);
        Assert.Equal(1, gate.Snapshot().Contexts);
    }

    [Fact]
    public void Learn_MoreThanMayWait_IsLearnedAndLeftOutOfTheDelta()
    {
        var gate = new LossGate(Options, replica: true);
        for (var i = 1; i <= LossGate.MaxPending + 2; i++)
        {
            gate.Learn(Given.Text(), Losses, i);
        }

        Assert.Equal(2, gate.LeftOut);
        Assert.Equal(LossGate.MaxPending, gate.TakeDelta()!.Positions.Count);
        Assert.Equal(LossGate.MaxPending + 2, gate.Snapshot().Find(new LossContext(ExpertTask.Classify), Losses[0].Item1).Observations);
    }

    [Fact]
    public void TakeDelta_GateThatLearnsAlone_Throws()
    {
        var gate = new LossGate(Options);
        gate.Learn(Given.Text(), Losses, 1);

        Assert.Throws<InvalidOperationException>(gate.TakeDelta);
        Assert.Throws<InvalidOperationException>(() => gate.Rebase(new LossStatistics(Options), 0));
    }
}
