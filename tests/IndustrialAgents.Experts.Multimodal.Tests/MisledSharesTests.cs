namespace IndustrialAgents.Experts.Multimodal.Tests;

public sealed class MisledSharesTests
{
    private static readonly string[] Modes = ["normal", "leak", "crack"];
    private static readonly Dictionary<string, IReadOnlyDictionary<string, string>> Members = new()
    {
        ["good"] = new Dictionary<string, string>(),
        ["fair"] = new Dictionary<string, string>(),
        ["poor"] = new Dictionary<string, string>(),
    };

    [Fact]
    public void Fit_Calibration_MendsAMemberThatIsTooSureAndOneThatTakesModesForOthers()
    {
        var (fitted, held) = (Cases(1, 400), Cases(2, 600));
        var calibrations = DiagnoseCalibration.Fit(fitted);

        foreach (var member in Members.Keys)
        {
            Assert.True(Loss(held, member, calibrations[member]) < Loss(held, member, null) + 0.02, member);
        }

        Assert.True(Loss(held, "good", calibrations["good"]) < Loss(held, "good", null) - 0.1);
        Assert.True(Loss(held, "poor", calibrations["poor"]) < Loss(held, "poor", null) - 0.1);
    }

    [Fact]
    public void Fit_CalibrationWithHugePenalty_IsTheIdentity()
    {
        var calibration = DiagnoseCalibration.Fit(Cases(1, 50), 1e9)["good"];

        Assert.Equal([1, -2, 3], calibration.Of([1, -2, 3]), (left, right) => Math.Abs(left - right) < 1e-4);
    }

    [Fact]
    public void Fit_MemberThatNeverSpeaks_IsTakenAsItIs()
    {
        var cases = Cases(1, 20);
        var calibrations = DiagnoseCalibration.Fit(cases with { LabelModes = new Dictionary<string, IReadOnlyDictionary<string, string>>(cases.LabelModes) { ["silent"] = new Dictionary<string, string>() } });

        Assert.Equal([1, -2, 3], calibrations["silent"].Of([1, -2, 3]));
    }

    [Fact]
    public void Fit_Shares_LeaveTheWorstSituationBetterThanNoneSupposed()
    {
        var (fitted, held) = (Sound(1, 300), Sound(2, 600));
        var calibrations = DiagnoseCalibration.Fit(fitted);
        var shares = MisledShares.Fit([(fitted, calibrations)]);

        Assert.Equal(0.75, shares.Values.Sum(), 1e-9);
        Assert.All(shares.Values, share => Assert.InRange(share, 0.02, 0.7));
        Assert.Equal(shares, MisledShares.Fit([(fitted, calibrations)]));
        var supposed = Worst(held, calibrations, shares);
        var none = Worst(held, calibrations, Members.Keys.ToDictionary(member => member, _ => 0.0));
        Assert.True(supposed > none + 0.01, $"{supposed} against {none}");
    }

    [Fact]
    public void Fit_WrongCases_NamesThem()
    {
        var cases = Cases(1, 20);
        var none = new Dictionary<string, MemberCalibration>();
        Assert.Equal("examples", Assert.Throws<InvalidRequestException>(() => DiagnoseCalibration.Fit(cases with { Examples = [] })).Field);
        Assert.Equal("modes", Assert.Throws<InvalidRequestException>(() => DiagnoseCalibration.Fit(cases with { Modes = ["normal"] })).Field);
        Assert.Equal("prior", Assert.Throws<InvalidRequestException>(() => DiagnoseCalibration.Fit(cases with { Prior = new Dictionary<string, double> { ["leak"] = 0 } })).Field);
        Assert.Equal("penalty", Assert.Throws<InvalidRequestException>(() => DiagnoseCalibration.Fit(cases, 0)).Field);
        Assert.Equal("examples[0].mode", Assert.Throws<InvalidRequestException>(() => DiagnoseCalibration.Fit(cases with { Examples = [cases.Examples[0] with { Mode = "rust" }] })).Field);
        Assert.Equal("kinds", Assert.Throws<InvalidRequestException>(() => MisledShares.Fit([])).Field);
        Assert.Equal("none", Assert.Throws<InvalidRequestException>(() => MisledShares.Fit([(cases, none)], 1)).Field);
        Assert.Equal("members", Assert.Throws<InvalidRequestException>(() => MisledShares.Fit([(Only(cases, "good"), none)])).Field);
        Assert.Equal("kinds[1].labelModes", Assert.Throws<InvalidRequestException>(() => MisledShares.Fit([(cases, none), (Only(cases, "good"), none)])).Field);
        Assert.Equal("examples", Assert.Throws<InvalidRequestException>(() => MisledShares.Fit([(cases with { Examples = [cases.Examples[0]] }, none)])).Field);
    }

    [Fact]
    public void Of_WrongCalibration_Throws()
    {
        Assert.Throws<ArgumentException>(() => new MemberCalibration([[1, 0], [0, 1]], [0, 0]).Of([1, 2, 3]));
        Assert.Throws<ArgumentException>(() => new MemberCalibration([[1, 0], [0]], [0, 0]).Of([1, 2]));
        Assert.Throws<ArgumentException>(() => new MemberCalibration([[1, 0], [0, double.NaN]], [0, 0]).Of([1, 2]));
        Assert.Throws<ArgumentException>(() => new MemberCalibration([[1, 0], [0, 1]], [0, 1e4]).Of([1, 2]));
    }

    private static DiagnoseCases Only(DiagnoseCases cases, string member) =>
        cases with { LabelModes = new Dictionary<string, IReadOnlyDictionary<string, string>> { [member] = new Dictionary<string, string>() } };

    private static double Loss(DiagnoseCases cases, string member, MemberCalibration? calibration) => cases.Examples.Average(example =>
    {
        var evidence = ModeEvidence.Of(example.Outputs[member], Members[member], Modes, "normal")!;
        return -Math.Log(ConflictPool.Combine([1, 1, 1], [calibration?.Of(evidence) ?? evidence], [0]).Probabilities[Array.IndexOf(Modes, example.Mode)]);
    });

    // The least accuracy where one member speaks of the next case of another mode throughout.
    private static double Worst(DiagnoseCases cases, IReadOnlyDictionary<string, MemberCalibration> calibrations, IReadOnlyDictionary<string, double> shares) => Members.Keys.Min(misled =>
        cases.Examples.Select((example, i) =>
        {
            var other = cases.Examples.Skip(i + 1).Concat(cases.Examples).First(next => next.Mode != example.Mode);
            double[][] evidence =
                [.. Members.Keys.Select(member => calibrations[member].Of(ModeEvidence.Of((member == misled ? other : example).Outputs[member], Members[member], Modes, "normal")!))];
            var pooled = ConflictPool.Combine([1, 1, 1], evidence, [.. Members.Keys.Select(member => shares[member])]).Probabilities;
            return Modes[Array.IndexOf(pooled, pooled.Max())] == example.Mode ? 1.0 : 0;
        }).Average());

    // Each member is right as often as it says, now sure and now not.
    private static DiagnoseCases Sound(int seed, int count)
    {
        var random = new System.Random(seed);
        var examples = new List<DiagnoseExample>();
        for (var i = 0; i < count; i++)
        {
            var mode = random.Next(3);
            examples.Add(new DiagnoseExample(new Dictionary<string, ExpertOutput> { ["good"] = Say(mode, 0.9), ["fair"] = Say(mode, 0.6), ["poor"] = Say(mode, 0.6) }, Modes[mode]));
        }

        return new DiagnoseCases(examples, Members, Modes);

        ClassProbabilities Say(int mode, double least)
        {
            var sure = least + ((0.999 - least) * random.NextDouble());
            var about = random.NextDouble() < sure ? mode : (mode + 1 + random.Next(2)) % 3;
            return new ClassProbabilities(Modes, Enumerable.Range(0, 3).Select(k => k == about ? sure : (1 - sure) / 2).ToArray());
        }
    }

    // Good: right in 80 %, far too sure. Fair: right in 70 %, as sure as that. Poor: takes each mode for the next in most cases.
    private static DiagnoseCases Cases(int seed, int count)
    {
        var random = new System.Random(seed);
        var examples = new List<DiagnoseExample>();
        for (var i = 0; i < count; i++)
        {
            var mode = random.Next(3);
            var outputs = new Dictionary<string, ExpertOutput>
            {
                ["good"] = Say(random.NextDouble() < 0.8 ? mode : Another(mode), 0.99),
                ["fair"] = Say(random.NextDouble() < 0.7 ? mode : Another(mode), 0.7),
                ["poor"] = Say(random.NextDouble() < 0.7 ? (mode + 1) % 3 : random.Next(3), 0.6),
            };
            examples.Add(new DiagnoseExample(outputs, Modes[mode]));
        }

        return new DiagnoseCases(examples, Members, Modes);

        int Another(int mode) => (mode + 1 + random.Next(2)) % 3;

        static ClassProbabilities Say(int about, double sure) => new(Modes, Enumerable.Range(0, 3).Select(k => k == about ? sure : (1 - sure) / 2).ToArray());
    }
}
