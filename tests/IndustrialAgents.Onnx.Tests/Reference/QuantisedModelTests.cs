using System.Text.Json;

namespace IndustrialAgents.Onnx.Tests;

/// <summary>
/// mobilenet_v2 with 8-bit weights. Its logits lie on a grid of steps of 0.0991, and ONNX Runtime's integer kernels differ between
/// processors: where the reference's processor and this one round alike, outputs agree within 1e-2, elsewhere by whole steps
/// (18 at most were measured, with the official runtime itself, on a processor with AVX-512 VNNI). The formula case tells which it is.
/// </summary>
public sealed class QuantisedModelTests
{
    private const double Step = 0.0991459265;
    private readonly ReferenceData _reference = ReferenceData.Open("mobilenet_v2");

    [Fact]
    public void Run_MobilenetV2OnZeros_EqualsReference()
    {
        using var session = _reference.Load();
        var expected = _reference.Root.GetProperty("zeros_case");
        var output = Run(session, Tensor.Create(new float[150528], 1, 3, 224, 224));
        ReferenceData.Equal(expected.GetProperty("outputs").GetProperty("output"), output, 1e-2);
        Assert.Equal(Best(expected), ReferenceData.ArgMax(output.AsSpan<float>()));
    }

    [Fact]
    public void Run_MobilenetV2OnImages_EqualsReferenceUpToTheProcessorsRounding()
    {
        using var session = _reference.Load();
        var formula = Enumerable.Range(0, 150528).Select(i => (float)(2 * Math.Sin(0.001 * i))).ToArray();
        var formulaCase = _reference.Root.GetProperty("formula_case");
        var sameRounding = MaxDifference(formulaCase, Run(session, Tensor.Create(formula, 1, 3, 224, 224))) < 1e-2;
        foreach (var image in _reference.Root.GetProperty("cases").EnumerateArray())
        {
            foreach (var way in (string[])["standard", "nearest"])
            {
                var expected = image.GetProperty(way);
                var input = Normalise(File.ReadAllBytes(Path.Combine(_reference.Folder, expected.GetProperty("pixels_file").GetString()!)));
                if (expected.TryGetProperty("input", out var summary))
                {
                    ReferenceData.Equal(summary, input, 1e-6);
                }

                Check(expected, Run(session, input), sameRounding);
            }
        }
    }

    private static void Check(JsonElement expected, Tensor output, bool sameRounding)
    {
        var best = ReferenceData.ArgMax(output.AsSpan<float>());
        if (sameRounding)
        {
            ReferenceData.Equal(expected.GetProperty("outputs").GetProperty("output"), output, 1e-2);
            Assert.Equal(Best(expected), best);
            return;
        }

        Assert.InRange(MaxDifference(expected, output), 0, 20 * Step);
        var top = expected.GetProperty("top5").EnumerateArray().ToArray();
        var near = top.Where(label => label.GetProperty("logit").GetDouble() > top[0].GetProperty("logit").GetDouble() - (3 * Step));
        Assert.Contains(best, near.Select(label => label.GetProperty("index").GetInt32()));
    }

    private static int Best(JsonElement expected) => expected.GetProperty("top5")[0].GetProperty("index").GetInt32();

    private static double MaxDifference(JsonElement expected, Tensor output)
    {
        var first = ReferenceData.Floats(expected.GetProperty("outputs").GetProperty("output").GetProperty("first16"));
        return first.Zip(output.AsSpan<float>().ToArray(), (want, got) => Math.Abs(want - got)).Max();
    }

    private static Tensor Run(OnnxSession session, Tensor input) =>
        session.Run(new Dictionary<string, Tensor> { ["input"] = input }, TestContext.Current.CancellationToken)["output"];

    private static Tensor Normalise(byte[] pixels)
    {
        float[] mean = [0.485f, 0.456f, 0.406f];
        float[] deviation = [0.229f, 0.224f, 0.225f];
        var input = new float[pixels.Length];
        for (var i = 0; i < pixels.Length; i++)
        {
            input[(i % 3 * 224 * 224) + (i / 3)] = ((pixels[i] / 255f) - mean[i % 3]) / deviation[i % 3];
        }

        return Tensor.Create(input, 1, 3, 224, 224);
    }
}
