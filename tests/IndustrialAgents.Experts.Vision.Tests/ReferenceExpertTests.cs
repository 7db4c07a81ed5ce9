using IndustrialAgents.Experts.Vision.Steps;
using IndustrialAgents.Experts.Vision.Tests.Steps;

namespace IndustrialAgents.Experts.Vision.Tests;

/// <summary>Manifests of the repository, from an encoded picture to labels and boxes, against what other software makes of them.</summary>
public sealed class ReferenceExpertTests
{
    [Fact]
    public async Task Mobilenet_Photographs_HaveTheReferencesLabels()
    {
        using var reference = new ReferenceExpert("mobilenet_v2");
        foreach (var expected in TestData.Json(TestData.RequireReference("mobilenet_v2", "reference.json")).GetProperty("cases").EnumerateArray())
        {
            var picture = File.ReadAllBytes(TestData.Require("models", "mobilenet_v2", expected.GetProperty("image").GetString()!));

            var output = Assert.IsType<ClassProbabilities>(await ReferenceExpert.AskAsync(reference.Expert, picture));

            // The reference cut pictures of odd margins one column further to the right, so probabilities differ a little and the last ranks may swap.
            var best = expected.GetProperty("standard").GetProperty("top5")[0];
            Assert.Equal(best.GetProperty("label").GetString(), output.Top().Label);
            Assert.Equal(best.GetProperty("probability").GetDouble(), output.Top().Probability, 0.1);
            Assert.Equal(1, output.Probabilities.ToArray().Sum(), 1e-9);
        }
    }

    /// <summary>What goes into the model, bit for bit. What comes out differs by whole steps of its quantisation between processors.</summary>
    [Fact]
    public void Mobilenet_EvenMargin_IsFedTheReferencesNumbers()
    {
        var manifest = ManifestReader.ReadFolder(Path.Combine(AppContext.BaseDirectory, "experts", "mobilenet_v2"));
        var step = ImageStep.Create(new StepContext(manifest, "", [], new StepOptions("expert.json", "inputs[0].preprocess", manifest.Inputs[0].Preprocess!)));
        var expected = TestData.Json(TestData.RequireReference("mobilenet_v2", "reference.json")).GetProperty("cases")[2].GetProperty("standard").GetProperty("input");
        var feed = StepMaker.Feed();

        step.Prepare(new ImageInput(File.ReadAllBytes(TestData.Require("models", "mobilenet_v2", "dog.jpg"))), feed);

        var values = feed.Tensors["x"].AsSpan<float>().ToArray();
        Assert.Equal(expected.GetProperty("first16").EnumerateArray().Select(e => e.GetSingle()), values.Take(16));
        Assert.Equal(expected.GetProperty("mean").GetDouble(), values.Average(v => (double)v), 1e-8);
        Assert.Equal(expected.GetProperty("l2").GetDouble(), Math.Sqrt(values.Sum(v => (double)v * v)), 1e-5);
    }

    [Fact]
    public async Task Yolox_Photograph_HasTheReferencesBoxes()
    {
        using var reference = new ReferenceExpert("yolox_nano");
        var expected = TestData.Json(TestData.RequireReference("yolox_nano", "reference.json")).GetProperty("bgr_as_trained").GetProperty("boxes_after_nms");

        var output = Assert.IsType<Detections>(await ReferenceExpert.AskAsync(
            reference.Expert, File.ReadAllBytes(TestData.Require("models", "yolox_nano", "000000000802.jpg"))));

        Assert.Equal((424, 640, expected.GetArrayLength()), (output.Width, output.Height, output.Items.Count));
        foreach (var (box, found) in expected.EnumerateArray().Zip(output.Items))
        {
            Assert.Equal(box.GetProperty("label").GetString(), found.Label);
            Assert.Equal(box.GetProperty("score").GetDouble(), found.Score, 0.02);
            var corners = box.GetProperty("x1y1x2y2").EnumerateArray().Select(e => e.GetSingle()).ToArray();
            foreach (var (corner, own) in corners.Zip([found.Left, found.Top, found.Right, found.Bottom]))
            {
                Assert.Equal(corner, own, 2f);
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Mnist_Digits_HaveTheReferencesProbabilities(int index)
    {
        using var reference = new ReferenceExpert("mnist");
        var expected = TestData.Json(TestData.RequireReference("mnist", "reference.json")).GetProperty("cases")[index];

        var output = Assert.IsType<ClassProbabilities>(await ReferenceExpert.AskAsync(
            reference.Expert, File.ReadAllBytes(TestData.Require("models", "mnist", expected.GetProperty("image").GetString()!))));

        var divided = expected.GetProperty("divided_by_255");
        Assert.Equal(divided.GetProperty("label").GetString(), output.Top().Label);
        Assert.Equal(divided.GetProperty("probability").GetDouble(), output.Top().Probability, 1e-6);
    }

    [Fact]
    public async Task AskAsync_CorruptPicture_NamesTheInputAndGoesOn()
    {
        using var reference = new ReferenceExpert("mnist");
        var picture = File.ReadAllBytes(TestData.Require("models", "mnist", "7.jpg"));

        var error = await Assert.ThrowsAsync<InvalidRequestException>(() => ReferenceExpert.AskAsync(reference.Expert, picture[..^40]));

        Assert.Contains("truncated", error.Message, StringComparison.Ordinal);
        Assert.Equal("Seven", ((ClassProbabilities)await ReferenceExpert.AskAsync(reference.Expert, picture)).Top().Label);
    }
}
