using FsCheck;
using FsCheck.Fluent;

namespace IndustrialAgents.Experts.Multimodal.Tests;

public sealed class ModeEvidenceTests
{
    private static readonly string[] Modes = ["normal", "leak", "crack"];
    private static readonly Dictionary<string, string> None = [];

    [Fact]
    public void Of_UniformOutput_SaysNothing()
    {
        var map = new Dictionary<string, string> { ["a"] = "leak", ["b"] = "leak", ["c"] = "crack" };
        ExpertOutput[] uniform =
        [
            FakeExpert.Classes(("a", 0.25), ("b", 0.25), ("c", 0.25), ("d", 0.25)),
            new AnomalyScores(new double[1], 1, 0.5),
        ];

        foreach (var output in uniform)
        {
            Assert.All(ModeEvidence.Of(output, map, Modes, "normal")!, value => Assert.Equal(0, value, 1e-12));
        }
    }

    [Fact]
    public void Of_LabelsOfOneMode_AreAddedUp()
    {
        var map = new Dictionary<string, string> { ["a"] = "leak", ["b"] = "leak", ["c"] = "crack", ["d"] = "normal" };

        var evidence = ModeEvidence.Of(FakeExpert.Classes(("a", 0.5), ("b", 0.3), ("c", 0.15), ("d", 0.05)), map, Modes, "normal")!;

        Assert.Equal(Math.Log(0.8 / 0.5), evidence[1], 1e-12);
        Assert.Equal(Math.Log(0.15 / 0.25), evidence[2], 1e-12);
        Assert.Equal(Math.Log(0.05 / 0.25), evidence[0], 1e-12);
    }

    [Fact]
    public void Of_ModeWithoutALabel_GetsWhatSpeaksForNone()
    {
        var map = new Dictionary<string, string> { ["a"] = "leak", ["b"] = "crack" };

        var evidence = ModeEvidence.Of(FakeExpert.Classes(("a", 0.1), ("b", 0.1), ("other", 0.8)), map, Modes, "normal")!;

        Assert.Equal(Math.Log(0.8 * 3), evidence[0], 1e-12);
        Assert.Equal(0, ModeEvidence.Of(FakeExpert.Classes(("a", 0.9), ("b", 0.1)), map, Modes, "normal")![0]);
    }

    [Fact]
    public void Of_Anomaly_SpeaksForNormalAgainstAnyFault()
    {
        var evidence = ModeEvidence.Of(new AnomalyScores(new double[1], 1, 0.9), None, Modes, "normal")!;

        Assert.Equal([Math.Log(0.1 / 0.5), Math.Log(0.9 / 0.5), Math.Log(0.9 / 0.5)], evidence.Select(value => value), (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Fact]
    public void Of_OutputOfAnotherKind_IsNull()
    {
        Assert.Null(ModeEvidence.Of(new Detections([], 1, 1), None, Modes, "normal"));
        Assert.Null(ModeEvidence.Of(FakeExpert.Classes(("x", 1)), None, Modes, "normal"));
        Assert.Null(ModeEvidence.Of(new AnomalyScores(new double[1], 1, 0.5), None, Modes, "healthy"));
        Assert.Null(ModeEvidence.Of(new AnomalyScores(new double[1], 1, double.NaN), None, Modes, "normal"));
        Assert.Null(ModeEvidence.Of(FakeExpert.Classes(("leak", double.PositiveInfinity), ("crack", 0)), None, Modes, "normal"));
    }

    [Fact]
    public void Of_AnyProbabilities_IsFinite()
    {
        var weights = Gen.Choose(0, 1000).ArrayOf(3).Where(values => values.Sum() > 0).ToArbitrary();
        Prop.ForAll(weights, values =>
        {
            double sum = values.Sum();
            var output = FakeExpert.Classes(("normal", values[0] / sum), ("leak", values[1] / sum), ("crack", values[2] / sum));
            return ModeEvidence.Of(output, None, Modes, "normal")!.All(double.IsFinite);
        }).QuickCheckThrowOnFailure();
    }
}
