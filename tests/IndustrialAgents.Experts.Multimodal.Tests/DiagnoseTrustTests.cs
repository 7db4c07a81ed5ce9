using FsCheck;
using FsCheck.Fluent;

namespace IndustrialAgents.Experts.Multimodal.Tests;

public sealed class DiagnoseTrustTests
{
    private static readonly string[] Modes = ["normal", "leak", "crack"];
    private static readonly Dictionary<string, IReadOnlyDictionary<string, string>> Members = new()
    {
        ["sound"] = new Dictionary<string, string>(),
        ["mixed"] = new Dictionary<string, string>(),
        ["other"] = new Dictionary<string, string>(),
    };

    [Fact]
    public void Fit_MemberThatSometimesSpeaksOfAnotherCase_GetsThatContamination()
    {
        var trust = DiagnoseTrust.Fit(Examples(1, 1500, 0.2), Members, Modes);

        Assert.InRange(trust["mixed"].Contamination, 0.13, 0.27);
        Assert.InRange(trust["sound"].Contamination, 0, 0.06);
    }

    [Fact]
    public void Fit_HeldOut_LosesLessThanWeightsAlone()
    {
        var fitted = Examples(1, 600, 0.2);
        var weights = DiagnoseWeights.Fit(fitted, Members, Modes).ToDictionary(pair => pair.Key, pair => new MemberTrust(pair.Value, 0));

        Assert.True(Loss(Examples(2, 1000, 0.2), DiagnoseTrust.Fit(fitted, Members, Modes)) < Loss(Examples(2, 1000, 0.2), weights));
    }

    [Fact]
    public void Fit_SameExamples_GivesTheSameTrust() =>
        Assert.Equal(DiagnoseTrust.Fit(Examples(3, 200, 0.1), Members, Modes), DiagnoseTrust.Fit(Examples(3, 200, 0.1), Members, Modes));

    [Fact]
    public void Fit_NoExamples_Says() => Assert.Throws<InvalidRequestException>(() => DiagnoseTrust.Fit([], Members, Modes));

    [Fact]
    public void Of_AnyEvidence_IsBoundedByTheContamination() => Prop.ForAll(
        ArbMap.Default.ArbFor<(NormalFloat, NormalFloat, NormalFloat)>(),
        values =>
        {
            double[] evidence = [Math.Clamp(values.Item1.Get, -500, 500), Math.Clamp(values.Item2.Get, -500, 500), Math.Clamp(values.Item3.Get, -500, 500)];
            var believed = ContaminatedEvidence.Of(evidence, new MemberTrust(1, 0.1));
            Assert.All(believed, value => Assert.True(double.IsFinite(value)));
            Assert.True(believed.Max() - believed.Min() <= Math.Log(1 + (0.9 * 3 / 0.1)) + 1e-9);
            Assert.Equal(Array.IndexOf(evidence, evidence.Max()), Array.IndexOf(believed, believed.Max()));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Of_NoContamination_IsTheEvidenceTimesItsWeight() => Assert.Equal([2, -4, 1], ContaminatedEvidence.Of([4, -8, 2], new MemberTrust(0.5, 0)));

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(double.NaN, 0)]
    [InlineData(1, 1)]
    [InlineData(1, -0.1)]
    public void Of_TrustOutOfRange_Throws(double weight, double contamination) =>
        Assert.Throws<ArgumentException>(() => ContaminatedEvidence.Of([1, 2], new MemberTrust(weight, contamination)));

    [Fact]
    public void Combine_OneSureLiarAgainstTwo_TheTwoWin()
    {
        double[] liar = [Math.Log(3 * 0.999), Math.Log(3 * 0.0005), Math.Log(3 * 0.0005)];
        double[] honest = [Math.Log(3 * 0.1), Math.Log(3 * 0.8), Math.Log(3 * 0.1)];
        var naive = FailureModePool.Combine([1, 1, 1], [liar, honest, honest], [1, 1, 1]);
        var robust = FailureModePool.Combine([1, 1, 1], [.. new[] { liar, honest, honest }.Select(said => ContaminatedEvidence.Of(said, new MemberTrust(1, 0.1)))], [1, 1, 1]);

        Assert.True(naive[0] > naive[1]);
        Assert.True(robust[1] > robust[0]);
    }

    private static double Loss(IReadOnlyList<DiagnoseExample> examples, IReadOnlyDictionary<string, MemberTrust> trust) => examples.Average(example =>
    {
        double[][] evidence = [.. example.Outputs.Select(said => ContaminatedEvidence.Of(ModeEvidence.Of(said.Value, Members[said.Key], Modes, "normal"), trust[said.Key]))];
        return -Math.Log(FailureModePool.Combine([1, 1, 1], evidence, [1, 1, 1])[Array.IndexOf(Modes, example.Mode)]);
    });

    // Members are right as often as they say; the mixed one speaks of another mode in some of its cases, as sure as ever.
    private static List<DiagnoseExample> Examples(int seed, int count, double share)
    {
        var random = new System.Random(seed);
        var examples = new List<DiagnoseExample>();
        for (var i = 0; i < count; i++)
        {
            var mode = random.Next(3);
            var wrong = random.NextDouble() < share ? random.Next(3) : mode;
            examples.Add(new DiagnoseExample(
                new Dictionary<string, ExpertOutput> { ["sound"] = Say(mode, Sure()), ["mixed"] = Say(wrong, Sure()), ["other"] = Say(mode, 0.7) }, Modes[mode]));
        }

        return examples;

        // How sure it is differs from case to case: weight and contamination cannot be told apart by one degree.
        double Sure() => 0.4 + (0.599 * random.NextDouble());

        ClassProbabilities Say(int about, double sure)
        {
            var said = random.NextDouble() < sure ? about : (about + 1 + random.Next(2)) % 3;
            return new ClassProbabilities(Modes, Enumerable.Range(0, 3).Select(k => k == said ? sure : (1 - sure) / 2).ToArray());
        }
    }
}
