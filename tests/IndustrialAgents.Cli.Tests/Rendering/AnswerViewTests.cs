using IndustrialAgents.Cli.Rendering;
using Spectre.Console;

namespace IndustrialAgents.Cli.Tests.Rendering;

public sealed class AnswerViewTests
{
    private static readonly string Hash = new('a', 64);

    [Fact]
    public void Render_Answer_NamesEveryContributionWeightLatencyAndModel()
    {
        var text = Render(new Answer
        {
            DecisionId = "d-1",
            Task = ExpertTask.Diagnose,
            Output = new ClassProbabilities(["leak", "wear"], new[] { 0.8, 0.2 }),
            Confidence = 0.8,
            Contributions =
            [
                Contribution("text", 0.75, new ClassProbabilities(["leak", "wear"], new[] { 0.9, 0.1 })),
                Contribution("image", 0.25, null) with { Status = ContributionStatus.Failed, Error = "model [corrupt]" },
            ],
            Warnings = ["the decision could not be stored"],
        });

        Assert.Contains("leak 0.80, wear 0.20", text);
        Assert.Contains("text@1", text);
        Assert.Contains("0.75", text);
        Assert.Contains("12.5", text);
        Assert.Contains("aaaaaaaaaaaa", text);
        Assert.Contains("failed model [corrupt]", text);
        Assert.Contains("the decision could not be stored", text);
        Assert.Contains("d-1", text);
    }

    [Fact]
    public void Render_Abstention_SaysWhy() =>
        Assert.Contains(
            "abstains: too close to call",
            Render(new Answer { DecisionId = "d", Task = ExpertTask.Classify, Abstention = "too close to call", Contributions = [] }));

    [Fact]
    public void Describe_EveryKindOfOutput_SaysItsGist()
    {
        Assert.Equal("leak 0.70, wear 0.30", OutputText.Describe(new ClassProbabilities(["wear", "leak"], new[] { 0.3, 0.7 })));
        Assert.Equal("2 steps of 1 channels, next flow 3 m3/h", OutputText.Describe(new Forecast([new("flow", "m3/h")], TimeSpan.FromSeconds(1), new[] { 3f, 4f })));
        Assert.Equal("voltage 600.5 mV", OutputText.Describe(new Estimate([new("voltage", "mV")], new[] { 600.5 })));
        Assert.StartsWith("anomaly 0.90, flow 75", OutputText.Describe(new AnomalyScores(new[] { 2.0 }, 1, 0.9) { Blame = [new("flow", 0.75)] }));
        Assert.Equal("anomaly 0.90, p = 0.0021", OutputText.Describe(new AnomalyScores(new[] { 2.0 }, 1, 0.9) { PValue = 0.0021 }));
        Assert.Equal(
            "anomaly 0.90, p = 0.0021, most at 15,5",
            OutputText.Describe(new AnomalyScores(new[] { 1.0, 2 }, 1, 0.9) { PValue = 0.0021, Grid = ScoreGrid.Over(1, 2, 20, 10) }));
        Assert.Equal("nothing found", OutputText.Describe(new Detections([], 10, 10)));
        Assert.Equal("dent 0.50 at 1,2", OutputText.Describe(new Detections([new("dent", 0.5, 1, 2, 3, 4)], 10, 10)));
        Assert.Equal("1 passages, first: replace seal", OutputText.Describe(new Passages([new("1", "replace seal", 2)])));
        Assert.Equal("Milling", OutputText.Describe(new GeneratedText("Milling", FinishReason.Stop)));
        Assert.Equal("2 coordinates in space", OutputText.Describe(new Embedding("space", new[] { 1f, 2f })));
        Assert.Equal("y: Float32 [1]", OutputText.Describe(new TensorsOutput(new Dictionary<string, Tensor> { ["y"] = Tensor.Create(new[] { 1f }, 1) })));
    }

    private static Contribution Contribution(string name, double weight, ExpertOutput? output) => new()
    {
        Expert = new ExpertId(name, "1"),
        Status = ContributionStatus.Answered,
        Weight = weight,
        Output = output,
        Latency = TimeSpan.FromMilliseconds(12.5),
        ModelHash = Hash,
    };

    private static string Render(Answer answer)
    {
        using var writer = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(writer) });
        console.Profile.Width = 200;
        console.Write(AnswerView.Render(answer, "title"));
        return writer.ToString();
    }
}
