using FsCheck;
using FsCheck.Fluent;
using IndustrialAgents.Routing.Tests.Decisions;
using IndustrialAgents.Routing.Tests.Fakes;

namespace IndustrialAgents.Routing.Tests.Gating.Sequencing;

public sealed class LossSequencerTests
{
    private static readonly RouterOptions Options = new();
    private static readonly ExpertId Expert = new("e0", "1");

    private static LossStatistics One => Observation.Learn([new(Given.Text(), [(Expert, 0.5)])], Options);

    [Fact]
    public void Append_SameNumberAgain_ChangesNothing()
    {
        var sequencer = new LossSequencer(Options);
        var first = sequencer.Append("r", 1, One, [4]);
        var before = sequencer.Snapshot();

        Assert.Equal(new LossAppend(LossAppendOutcome.Appended, 1, true), first);
        Assert.Equal(new LossAppend(LossAppendOutcome.Repeated, 1, false), sequencer.Append("r", 1, One, [4]));
        Assert.Equal(before, sequencer.Snapshot());
        Assert.True(sequencer.IsLearned(4));
        Assert.False(sequencer.IsLearned(3));
    }

    [Fact]
    public void Append_FeedbackLearnedByAnotherWay_RefusesTheWholeDelta()
    {
        var sequencer = new LossSequencer(Options);
        sequencer.Append("r", 1, One, [4]);

        var append = sequencer.Append("s", 1, One, [5, 4]);

        Assert.Equal(LossAppendOutcome.Overlapped, append.Outcome);
        Assert.False(append.LeavesCurrent(1));
        Assert.False(sequencer.IsLearned(5));
        Assert.Equal(1, sequencer.Snapshot().Find(new LossContext(ExpertTask.Classify), Expert).Observations);
        Assert.Equal(LossAppendOutcome.Repeated, sequencer.Append("s", 1, One, [5, 4]).Outcome);
        Assert.Equal(LossAppendOutcome.Overlapped, sequencer.Append("s", 2, One, [6, 6]).Outcome);
    }

    [Fact]
    public void Append_ForgottenReplicaRepeatsItself_StillCountsOnce()
    {
        var sequencer = new LossSequencer(Options, new LossSequencerOptions { MaxReplicas = 2 });
        for (var i = 1; i <= 3; i++)
        {
            sequencer.Append($"r{i}", 1, One, [i]);
        }

        Assert.Equal(LossAppendOutcome.Overlapped, sequencer.Append("r1", 1, One, [1]).Outcome);
        Assert.Equal(LossAppendOutcome.Repeated, sequencer.Append("r3", 1, One, [3]).Outcome);
        Assert.Equal(3, sequencer.Version);
    }

    [Fact]
    public void Append_NonsensicalDelta_Throws()
    {
        var sequencer = new LossSequencer(Options);

        Assert.ThrowsAny<ArgumentException>(() => sequencer.Append("", 1, One, [1]));
        Assert.ThrowsAny<ArgumentException>(() => sequencer.Append(new string('r', 1000), 1, One, [1]));
        Assert.ThrowsAny<ArgumentException>(() => sequencer.Append("r", 0, One, [1]));
        Assert.ThrowsAny<ArgumentException>(() => sequencer.Append("r", 1, One, [0, 1]));
        Assert.ThrowsAny<ArgumentException>(() => sequencer.Append("r", 1, One, []));
        Assert.Equal(0, sequencer.Version);
    }

    [Fact]
    public void Append_RouterWasCurrent_LeavesItCurrent()
    {
        var sequencer = new LossSequencer(Options);

        Assert.True(sequencer.Append("r", 1, One, [1]).LeavesCurrent(0));
        Assert.False(sequencer.Append("s", 1, One, [2]).LeavesCurrent(0));
        Assert.True(sequencer.Append("s", 2, new LossStatistics(Options), []).LeavesCurrent(2));
        Assert.False(sequencer.Append("r", 1, One, [1]).LeavesCurrent(1));
    }

    [Fact]
    public void Learn_StoredFeedback_CountsOnceAndAsARouterLearnsIt()
    {
        var sequencer = new LossSequencer(Options);
        var feedback = new StoredFeedback(3, Answered("a"), Stored.Feedback("a"));

        Assert.True(sequencer.Learn(feedback, out var problem));
        Assert.Null(problem);
        Assert.False(sequencer.Learn(feedback, out _));
        Assert.Equal(1.0 / 3, sequencer.Snapshot().Find(new LossContext(ExpertTask.Classify), Expert).Sum, 1e-12);
        Assert.Equal((1, 3), (sequencer.Version, sequencer.Highest));
    }

    [Fact]
    public void Learn_FeedbackThatNoLongerFits_SaysWhyAndIsNotTriedAgain()
    {
        var sequencer = new LossSequencer(Options);

        Assert.False(sequencer.Learn(new StoredFeedback(1, Answered("a"), Stored.Feedback("a", "no such label")), out var problem));
        Assert.Contains("no such label", problem, StringComparison.Ordinal);
        Assert.True(sequencer.IsLearned(1));
        Assert.Equal(0, sequencer.Version);
    }

    [Fact]
    public void Close_GapsBelow_RaisesTheWatermark()
    {
        var sequencer = new LossSequencer(Options);
        sequencer.Append("r", 1, One, [3, 7]);
        Assert.Equal((0, 2), (sequencer.Watermark, sequencer.Gaps));
        sequencer.Close(5);

        Assert.Equal((5, 1), (sequencer.Watermark, sequencer.Gaps));
        Assert.Equal((true, false, true), (sequencer.IsLearned(4), sequencer.IsLearned(6), sequencer.IsLearned(7)));
    }

    [Fact]
    public void FromBytes_AnyState_GoesOnAsTheOneThatWasWritten() =>
        Prop.ForAll(Arb.From(Gen.Choose(1, 40).ArrayOf()), Arb.From(Observation.Any.ArrayOf(3)), (positions, observations) =>
        {
            var sequencer = new LossSequencer(Options);
            foreach (var (position, i) in positions.Distinct().Select((position, i) => (position, i)))
            {
                sequencer.Append($"r{i % 3}", i + 1, Observation.Learn(observations, Options), [position]);
            }

            var read = LossSequencer.FromBytes(sequencer.ToBytes(), Options);
            return read.Snapshot().Equals(sequencer.Snapshot())
                && Enumerable.Range(1, 50).All(i => read.IsLearned(i) == sequencer.IsLearned(i))
                && (read.Watermark, read.Highest, read.Gaps) == (sequencer.Watermark, sequencer.Highest, sequencer.Gaps)
                && read.Version > sequencer.Version
                && (positions.Length == 0 || read.Append("r0", 1, One, [100]).Outcome == LossAppendOutcome.Repeated);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void FromBytes_AnyTruncationOrBitFlip_Throws()
    {
        var sequencer = new LossSequencer(Options);
        sequencer.Append("r", 1, One, [3, 7]);
        var bytes = sequencer.ToBytes();
        for (var i = 0; i < bytes.Length; i++)
        {
            Assert.Throws<InvalidDataException>(() => LossSequencer.FromBytes(bytes[..i], Options));
            bytes[i] ^= (byte)(1 << (i % 8));
            Assert.Throws<InvalidDataException>(() => LossSequencer.FromBytes(bytes, Options));
            bytes[i] ^= (byte)(1 << (i % 8));
        }
    }

    private static Decision Answered(string id)
    {
        var decision = Stored.Decision(id);
        var contribution = new Contribution
        {
            Expert = Expert,
            Status = ContributionStatus.Answered,
            Output = new ClassProbabilities(["wear", "leak"], new[] { 2.0 / 3, 1.0 / 3 }),
        };
        return decision with { Request = Given.Text(), Answer = decision.Answer with { Contributions = [contribution] } };
    }
}
