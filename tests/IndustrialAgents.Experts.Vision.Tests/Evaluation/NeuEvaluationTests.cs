using IndustrialAgents.Experts.Vision.Evaluation;

namespace IndustrialAgents.Experts.Vision.Tests.Evaluation;

public sealed class NeuEvaluationTests
{
    /// <summary>Measured: .986.</summary>
    [Fact]
    public void Run_SixtyOfEachClass_IsAsGoodAsTheReference()
    {
        TestData.Require("vision", "neu");

        var figures = NeuEvaluation.Run(TestData.Require("."), [60], cancellationToken: TestContext.Current.CancellationToken);

        Assert.InRange(figures.Single(f => f.Name == "neu/first60/textures/accuracy").Value, 0.967, 1);
        Assert.InRange(figures.Single(f => f.Name == "neu/first60/textures/calibration_error").Value, 0, 0.05);
        Assert.Equal(4, figures.Count);
    }

    [Fact]
    public void Read_MissingFolder_SaysSo()
    {
        Assert.Contains("NEU", Assert.Throws<InvalidRequestException>(() => NeuEvaluation.Read("nowhere", 1, 2)).Message, StringComparison.Ordinal);
    }
}
