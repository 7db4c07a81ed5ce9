using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace IndustrialAgents.Experts.Language.Tests;

/// <summary>The content-type model with its manifest, held against what its authors' own package says.</summary>
public sealed class MagikaTests
{
    [Fact]
    public async Task Ask_SampleFiles_AreWhatTheReferenceSays()
    {
        using var reference = TestData.Reference("magika");
        var folder = TestData.Model("magika");
        using var model = SessionRunner.Load(Path.Combine(folder, "model.onnx"));
        var expert = TestExpert.Of(TestData.Manifest("magika"), folder);
        foreach (var file in reference.RootElement.GetProperty("files").EnumerateArray())
        {
            var content = File.ReadAllBytes(Path.Combine(folder, file.GetProperty("file").GetString()!));

            var output = Assert.IsType<ClassProbabilities>(await expert.AskAsync(new ImageInput(content), model));

            Assert.Equal(file.GetProperty("output").GetString(), output.Top().Label);
            Assert.Equal(file.GetProperty("top5")[0].GetProperty("score").GetDouble(), output.Confidence!.Value, 1e-4);
        }
    }

    [Theory]
    [InlineData("high", "high_confidence")]
    [InlineData("medium", "medium_confidence")]
    [InlineData("bestGuess", "best_guess")]
    public async Task Ask_PublishedExamples_AreAnsweredAsPublished(string certainty, string mode)
    {
        var folder = TestData.Model("magika");
        using var model = SessionRunner.Load(Path.Combine(folder, "model.onnx"));
        var manifest = TestData.Manifest("magika");
        manifest.Output!.Options["certainty"] = JsonSerializer.SerializeToElement(certainty);
        var expert = TestExpert.Of(manifest, folder);
        await using var packed = new GZipStream(File.OpenRead(Path.Combine(folder, "standard_v3_3-inference_examples_by_content.json.gz")), CompressionMode.Decompress);
        var examples = (await JsonNode.ParseAsync(packed, cancellationToken: TestContext.Current.CancellationToken))!.AsArray();
        var seen = 0;
        foreach (var example in examples.Where(example => (string)example!["prediction_mode"]! == mode))
        {
            var content = Convert.FromBase64String((string)example!["content_base64"]!);
            var input = new TensorInput(Tensor.Create<byte>(content, new TensorShape(content.Length))) { Name = "file" };

            var output = Assert.IsType<ClassProbabilities>(await expert.AskAsync(input, model));

            Assert.Equal((string)example["prediction"]!["output"]!, output.Top().Label);
            Assert.Equal((double)example["prediction"]!["score"]!, output.Confidence!.Value, 1e-4);
            seen++;
        }

        Assert.Equal(47, seen);
    }
}
