using FsCheck;
using FsCheck.Fluent;
using IndustrialAgents.Routing.Tests.Fakes;

namespace IndustrialAgents.Routing.Tests.Gating;

public sealed class LossGateTests
{
    private static readonly RouterOptions Options = new() { LearningRate = 2, Forgetting = 0.5, PriorLoss = 0.5, PriorStrength = 1 };
    private static readonly ExpertId Expert = new("a", "1");

    [Fact]
    public void Score_NothingKnown_IsPriorTimesTheDiscountOfThePriorLoss() =>
        Assert.Equal(3 * Math.Exp(-1), new LossGate(Options).Score(Given.Text(), Expert, 3), 1e-12);

    [Fact]
    public void Learn_TwoLosses_DiscountsTheOlderOne()
    {
        var gate = new LossGate(Options);
        gate.Learn(Given.Text(), [(Expert, 0)], 1);
        gate.Learn(Given.Text(), [(Expert, 1)], 1);

        // Mean (0.5·0 + 1 + 0.5) / (0.5 + 1 + 1) with the prior loss counting once.
        Assert.Equal(Math.Exp(-2 * 0.6), gate.Score(Given.Text(), Expert, 1), 1e-12);
    }

    [Fact]
    public void Score_UnknownRegime_BacksOffToTheAssetThenItsParentThenTheTask()
    {
        var gate = new LossGate(Options);
        gate.Learn(Given.Text(asset: "acme/line/pump", regime: "start"), [(Expert, 1)], 1);

        var exact = gate.Score(Given.Text(asset: "acme/line/pump", regime: "start"), Expert, 1);
        var asset = gate.Score(Given.Text(asset: "acme/line/pump", regime: "run"), Expert, 1);
        var sibling = gate.Score(Given.Text(asset: "acme/line/fan"), Expert, 1);
        var stranger = gate.Score(Given.Text(asset: "other/line"), Expert, 1);
        var otherTask = gate.Score(Given.Text(ExpertTask.Detect, "acme/line/pump"), Expert, 1);

        Assert.True(exact < asset && asset < sibling && sibling < stranger && stranger < otherTask);
        Assert.Equal(Math.Exp(-1), otherTask, 1e-12);
    }

    [Fact]
    public void Learn_LimitOfContextsReached_LearnsInTheCoarserOnes()
    {
        var gate = new LossGate(Options with { MaxContexts = 1 });
        gate.Learn(Given.Text(asset: "acme"), [(Expert, 1)], 1);

        Assert.Equal(gate.Score(Given.Text(), Expert, 1), gate.Score(Given.Text(asset: "acme"), Expert, 1));
        Assert.True(gate.Score(Given.Text(), Expert, 1) < Math.Exp(-1));
    }

    [Fact]
    public void Score_AnyLosses_FallsWithLossAndStaysWithinItsBounds() =>
        Prop.ForAll(Arb.From(Gen.Choose(0, 100).Select(i => i / 100.0).ArrayOf()), losses =>
        {
            var (gate, worse) = (new LossGate(Options), new LossGate(Options));
            foreach (var loss in losses)
            {
                gate.Learn(Given.Text(), [(Expert, loss)], 1);
                worse.Learn(Given.Text(), [(Expert, Math.Min(1, loss + 0.1))], 1);
            }

            var score = gate.Score(Given.Text(), Expert, 1);
            return score is > 0 and <= 1 && score >= Math.Exp(-2) && worse.Score(Given.Text(), Expert, 1) <= score;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Rank_EqualScores_GoesByCostThenLatencyThenName()
    {
        var gate = new LossGate(Options);
        var candidates = new List<Candidate>
        {
            Of("d", 2, 1),
            Of("b", 1, 5),
            Of("c", 1, 2),
            Of("a", 1, 5),
            new(new ExpertEntry(FakeExpert.Saying("e", Given.Classes(1, 0, 0), prior: 2))),
        };
        gate.Rank(Given.Text(), candidates);

        Assert.Equal(["e", "c", "a", "b", "d"], candidates.Select(candidate => candidate.Entry.Id.Name));
        Assert.All(candidates, candidate => Assert.Equal(0.5, candidate.ExpectedLoss));

        static Candidate Of(string name, double cost, int milliseconds)
        {
            var manifest = FakeExpert.ManifestOf(name) with
            {
                Cost = new ExpertCost { PerRequest = cost, Latency = TimeSpan.FromMilliseconds(milliseconds) },
            };
            return new Candidate(new ExpertEntry(new FakeExpert(manifest, (_, _) => throw new InvalidOperationException())));
        }
    }
}
