namespace IndustrialAgents.Experts.Multimodal.Tests;

public sealed class DiagnoseWeightsTests
{
    private static readonly string[] Modes = ["normal", "leak", "crack"];
    private static readonly Dictionary<string, IReadOnlyDictionary<string, string>> Members = new()
    {
        ["honest"] = new Dictionary<string, string>(),
        ["liar"] = new Dictionary<string, string>(),
        ["loud"] = new Dictionary<string, string>(),
    };

    [Fact]
    public void Fit_PairedExamples_TrustsEachMemberAsItDeserves()
    {
        var weights = DiagnoseWeights.Fit(Examples(1, 600), Members, Modes);

        // The honest one's probabilities are true, the liar's have nothing to do with the mode, the loud one doubles its evidence.
        Assert.Equal(1, weights["honest"], 0.25);
        Assert.Equal(0, weights["liar"], 0.15);
        Assert.Equal(0.5, weights["loud"], 0.15);
    }

    [Fact]
    public void Fit_HeldOut_IsNoWorseThanNaiveBayes()
    {
        var weights = DiagnoseWeights.Fit(Examples(1, 300), Members, Modes);
        var ones = Members.Keys.ToDictionary(member => member, _ => 1.0);

        Assert.True(Loss(Examples(2, 600), weights) < Loss(Examples(2, 600), ones));
    }

    [Fact]
    public void Fit_MemberNeverHeard_KeepsWeightOne()
    {
        var examples = Examples(1, 20).Select(example => example with { Outputs = example.Outputs.Where(output => output.Key != "loud").ToDictionary() });

        Assert.Equal(1, DiagnoseWeights.Fit([.. examples], Members, Modes)["loud"], 1e-9);
    }

    [Fact]
    public void Fit_WrongExamples_SaysWhich()
    {
        Assert.Throws<InvalidRequestException>(() => DiagnoseWeights.Fit([], Members, Modes));
        var e = Assert.Throws<InvalidRequestException>(() => DiagnoseWeights.Fit([new DiagnoseExample(new Dictionary<string, ExpertOutput>(), "rust")], Members, Modes));
        Assert.Equal("examples[0].mode", e.Field);
    }

    private static double Loss(IReadOnlyList<DiagnoseExample> examples, IReadOnlyDictionary<string, double> weights) => examples.Average(example =>
    {
        string[] names = [.. example.Outputs.Keys];
        var evidence = names.Select(name => ModeEvidence.Of(example.Outputs[name], Members[name], Modes, "normal")!).ToArray();
        return -Math.Log(FailureModePool.Combine([1, 1, 1], evidence, [.. names.Select(name => weights[name])])[Array.IndexOf(Modes, example.Mode)]);
    });

    private static List<DiagnoseExample> Examples(int seed, int count)
    {
        var random = new System.Random(seed);
        var examples = new List<DiagnoseExample>();
        for (var i = 0; i < count; i++)
        {
            var (honest, loud, liar) = (Evidence(), Evidence(), Evidence());
            var posterior = Softmax([.. honest.Zip(loud, (a, b) => a + b)]);
            var draw = random.NextDouble();
            var mode = draw < posterior[0] ? 0 : draw < posterior[0] + posterior[1] ? 1 : 2;
            examples.Add(new DiagnoseExample(
                new Dictionary<string, ExpertOutput> { ["honest"] = Output(honest), ["loud"] = Output([.. loud.Select(value => 2 * value)]), ["liar"] = Output(liar) },
                Modes[mode]));
        }

        return examples;

        double[] Evidence() => [.. Enumerable.Range(0, 3).Select(_ => 2 * (random.NextDouble() - 0.5))];
        static ClassProbabilities Output(double[] evidence) => new(Modes, Softmax(evidence));
    }

    private static double[] Softmax(double[] scores)
    {
        var sum = scores.Sum(Math.Exp);
        return [.. scores.Select(score => Math.Exp(score) / sum)];
    }
}
