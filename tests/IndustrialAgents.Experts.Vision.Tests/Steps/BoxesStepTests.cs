using IndustrialAgents.Experts.Vision.Steps;

namespace IndustrialAgents.Experts.Vision.Tests.Steps;

public sealed class BoxesStepTests
{
    private static readonly ImageGeometry Halved = new(20, 10, 8, 8, 0.5, 0.5, 0, 1);

    [Fact]
    public async Task RunAsync_OneBox_IsToldInPixelsOfThePictureSent()
    {
        float[] row = [0.5f, 0.5f, MathF.Log(0.5f), MathF.Log(0.25f), 0.9f, 0.1f, 1f];

        var output = Assert.IsType<Detections>(await RunAsync("""{"use":"boxes","strides":[8]}""", Tensor.Create(row, 1, 1, 7), Halved));

        var found = Assert.Single(output.Items);
        Assert.Equal((20, 10), (output.Width, output.Height));
        Assert.Equal(("dent", 4f, 4f, 12f, 8f), (found.Label, found.Left, found.Top, found.Right, found.Bottom));
        Assert.Equal(0.9, found.Score, 1e-6);
    }

    [Fact]
    public async Task RunAsync_BoxBeyondThePicture_IsCut()
    {
        float[] row = [0.5f, 0.5f, 5, 5, 0.9f, 0.1f, 1f];

        var output = (Detections)await RunAsync("""{"use":"boxes","strides":[8]}""", Tensor.Create(row, 1, 1, 7), Halved);

        Assert.Equal((0f, 0f, 20f, 10f), (output.Items[0].Left, output.Items[0].Top, output.Items[0].Right, output.Items[0].Bottom));
    }

    [Theory]
    [InlineData("rows", new[] { 4f, 5, 2, 4, 0.9f, 0.1f, 1 }, new[] { 1, 1, 7 })]
    [InlineData("columns", new[] { 4f, 5, 2, 4, 0.1f, 0.9f }, new[] { 1, 6, 1 })]
    [InlineData("endToEnd", new[] { 3f, 3, 5, 7, 0.9f, 1 }, new[] { 1, 1, 6 })]
    public async Task RunAsync_OtherLayouts_AreToldInPixelsOfThePictureSent(string layout, float[] values, int[] shape)
    {
        var output = Tensor.Create<float>(values, new TensorShape([.. shape.Select(length => (long)length)]));

        var found = Assert.Single(((Detections)await RunAsync($$"""{"use":"boxes","layout":"{{layout}}"}""", output, Halved)).Items);

        Assert.Equal(("dent", 6f, 4f, 10f, 10f), (found.Label, found.Left, found.Top, found.Right, found.Bottom));
        Assert.Equal(0.9, found.Score, 1e-6);
        var wrong = Tensor.Create<float>(new float[8], new TensorShape(1, 2, 4));
        Assert.Contains("layout", (await Assert.ThrowsAsync<ExpertFailedException>(() => RunAsync($$"""{"use":"boxes","layout":"{{layout}}"}""", wrong, Halved))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_OutputOfAnotherShape_SaysWhatIsExpected()
    {
        var error = await Assert.ThrowsAsync<ExpertFailedException>(
            () => RunAsync("""{"use":"boxes","strides":[8]}""", Tensor.Create(new float[8], 1, 1, 8), Halved));

        Assert.Contains("[1, 1, 7]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_WithoutTheImageStep_SaysSo()
    {
        var error = await Assert.ThrowsAsync<ExpertFailedException>(
            () => RunAsync("""{"use":"boxes","strides":[8]}""", Tensor.Create(new float[7], 1, 1, 7), null));

        Assert.Contains("'image'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"use":"boxes","strides":[]}""", "strides")]
    [InlineData("""{"use":"boxes","scoreThreshold":2}""", "scoreThreshold")]
    [InlineData("""{"use":"boxes","overlapThreshold":-1}""", "overlapThreshold")]
    [InlineData("""{"use":"boxes","maxDetections":0}""", "maxDetections")]
    public void Create_WrongOption_IsNamed(string step, string option)
    {
        Assert.Contains(option, Assert.Throws<InvalidManifestException>(() => StepMaker.Boxes(step, "dent")).Field, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_WithoutLabels_IsRefused()
    {
        Assert.Throws<InvalidManifestException>(() => StepMaker.Boxes("""{"use":"boxes"}"""));
    }

    private static async Task<ExpertOutput> RunAsync(string options, Tensor output, ImageGeometry? geometry)
    {
        var model = new FixedModel(output);
        var feed = StepMaker.Feed(model);
        if (geometry is not null)
        {
            feed.Note(geometry);
        }

        return await StepMaker.Boxes(options, "scratch", "dent").RunAsync(feed, model, TestContext.Current.CancellationToken);
    }
}
