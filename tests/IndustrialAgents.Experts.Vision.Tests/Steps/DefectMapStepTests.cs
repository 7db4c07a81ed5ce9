using IndustrialAgents.Experts.Vision.Defects;
using IndustrialAgents.Experts.Vision.Imaging;

namespace IndustrialAgents.Experts.Vision.Tests.Steps;

public sealed class DefectMapStepTests
{
    private const string Step = """{"use":"defectMap","rows":1,"columns":2,"threshold":3,"width":0.5,"falseAlarmRate":0.1,"calibration":[2,1,3,2.5]}""";

    [Theory]
    [InlineData(0.5f, 1.0)]
    [InlineData(2.5f, 0.6)]
    [InlineData(9f, 0.2)]
    public async Task RunAsync_Scores_AreAMapWithAConformalPValue(float most, double pValue)
    {
        var output = Assert.IsType<AnomalyScores>(await RunAsync(Step, Tensor.Create([0.25f, most], 1, 2)));

        Assert.Equal(new double[] { 0.25, most }, output.Scores.ToArray());
        Assert.Equal((3, most > 3, 0.1, pValue), (output.Threshold, output.IsAnomalous, output.FalseAlarmRate, Math.Round(output.PValue!.Value, 9)));

        // The model saw 8 x 8 pixels of a picture of 40 x 20 letterboxed: it lies on the square around it.
        Assert.Equal(new ScoreGrid(1, 2, 40, 20, 0, -10, 40, 30), output.Grid);
        Assert.Equal(most, DefectMap.Of(output).ToPixels(40, 20)[39], 1e-6f);
    }

    [Fact]
    public async Task RunAsync_OtherNumberOfScores_SaysWhatIsExpected()
    {
        var error = await Assert.ThrowsAsync<ExpertFailedException>(() => RunAsync(Step, Tensor.Create([0f, 1, 2], 1, 3)));
        Assert.Contains("1 x 2 patches; set 'rows' and 'columns'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(""" "rows":0,"columns":2,"threshold":3 """, "rows")]
    [InlineData(""" "rows":1,"columns":9999,"threshold":3 """, "columns")]
    [InlineData(""" "rows":1,"columns":2 """, "threshold")]
    [InlineData(""" "rows":1,"columns":2,"threshold":3,"width":0 """, "width")]
    [InlineData(""" "rows":1,"columns":2,"threshold":3,"falseAlarmRate":2 """, "falseAlarmRate")]
    public void Create_WrongOption_IsNamed(string options, string option) =>
        Assert.Contains(option, Assert.Throws<InvalidManifestException>(() => StepMaker.Boxes($$"""{"use":"defectMap",{{options}}}""")).Message, StringComparison.Ordinal);

    [Fact]
    public void Of_ScoresInTime_AreNoMap()
    {
        var error = Assert.Throws<InvalidRequestException>(() => DefectMap.Of(new AnomalyScores(new[] { 1.0 }, 1, 0.5)));
        Assert.Equal("output.grid", error.Field);
    }

    private static async Task<ExpertOutput> RunAsync(string options, Tensor scores)
    {
        var model = new FixedModel(scores);
        var feed = StepMaker.Feed(model);
        StepMaker.Image("""{"use":"image","width":8,"height":8,"fit":"letterbox"}""")
            .Prepare(new ImageInput(Vision.Imaging.Png.PngEncoder.Encode(new Image(40, 20, PixelFormat.Grey))), feed);
        return await StepMaker.Boxes(options).RunAsync(feed, model, TestContext.Current.CancellationToken);
    }
}
