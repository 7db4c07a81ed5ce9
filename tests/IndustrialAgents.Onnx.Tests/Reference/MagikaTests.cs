using System.IO.Compression;
using System.Text.Json;

namespace IndustrialAgents.Onnx.Tests;

/// <summary>magika (content types from bytes) against the official runtime's outputs and the labels its authors publish.</summary>
public sealed class MagikaTests
{
    private const int Padding = 256;
    private readonly ReferenceData _reference = ReferenceData.Open("magika");

    [Fact]
    public void Run_MagikaOnFormulaAndFiles_EqualsReference()
    {
        using var session = _reference.Load();
        var formula = Enumerable.Range(0, 2048).Select(i => ((i * 31) + 7) % 256).ToArray();
        var formulaCase = _reference.Root.GetProperty("formula_case");
        ReferenceData.Equal(formulaCase.GetProperty("outputs").GetProperty("target_label"), Run(session, formula));
        foreach (var file in _reference.Root.GetProperty("files").EnumerateArray())
        {
            var tokens = Tokens(File.ReadAllBytes(Path.Combine(_reference.Model, file.GetProperty("file").GetString()!)));
            Assert.Equal(file.GetProperty("tokens_sum").GetInt64(), tokens.Sum());
            ReferenceData.Equal(file.GetProperty("target_label"), Run(session, tokens));
        }
    }

    [Fact]
    public void Run_MagikaOnPublishedExamples_GivesPublishedLabels()
    {
        using var session = _reference.Load();
        using var packed = new GZipStream(
            File.OpenRead(Path.Combine(_reference.Model, "standard_v3_3-inference_examples_by_content.json.gz")), CompressionMode.Decompress);
        using var published = JsonDocument.Parse(packed);
        using var config = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(_reference.Model, "config.min.json")));
        var labels = config.RootElement.GetProperty("target_labels_space").EnumerateArray().Select(label => label.GetString()).ToArray();
        var run = 0;
        foreach (var example in published.RootElement.EnumerateArray())
        {
            var prediction = example.GetProperty("prediction");
            var label = prediction.GetProperty("dl").GetString();
            if (label == "undefined")
            {
                continue;
            }

            var scores = Run(session, Tokens(example.GetProperty("content_base64").GetBytesFromBase64())).AsSpan<float>();
            var best = ReferenceData.ArgMax(scores);
            Assert.Equal(label, labels[best]);
            Assert.Equal(prediction.GetProperty("score").GetDouble(), scores[best], 1e-4);
            run++;
        }

        Assert.InRange(run, 100, 141);
    }

    private static Tensor Run(OnnxSession session, int[] tokens) =>
        session.Run(new Dictionary<string, Tensor> { ["bytes"] = Tensor.Create(tokens, 1, 2048) }, TestContext.Current.CancellationToken)["target_label"];

    private static int[] Tokens(byte[] content)
    {
        var tokens = new int[2048];
        Array.Fill(tokens, Padding);
        var first = content.AsSpan(0, Math.Min(4096, content.Length)).TrimStart(" \t\n\v\f\r"u8);
        var last = content.AsSpan(Math.Max(0, content.Length - 4096)).TrimEnd(" \t\n\v\f\r"u8);
        for (var i = 0; i < Math.Min(1024, first.Length); i++)
        {
            tokens[i] = first[i];
        }

        for (var i = 0; i < Math.Min(1024, last.Length); i++)
        {
            tokens[2047 - i] = last[^(i + 1)];
        }

        return tokens;
    }
}
