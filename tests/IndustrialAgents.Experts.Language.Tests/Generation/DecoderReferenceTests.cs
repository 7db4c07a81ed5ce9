using System.Text.Json;

namespace IndustrialAgents.Experts.Language.Tests;

/// <summary>Real decoders, token for token against the official runtime.</summary>
public sealed class DecoderReferenceTests
{
    [Fact]
    public async Task Ask_CappGpt_PlansTokenForToken()
    {
        using var reference = TestData.Reference("capp_gpt");
        var folder = TestData.Model("capp_gpt");
        using var model = SessionRunner.Load(Path.Combine(folder, "model.onnx"));
        var expert = TestExpert.Of(TestData.Manifest("capp_gpt"), folder);
        var cases = reference.RootElement.GetProperty("cases").EnumerateArray().ToArray();
        Assert.Equal(3, cases.Length);
        foreach (var part in cases)
        {
            var features = part.GetProperty("prompt_tokens").EnumerateArray().Select(token => token.GetString()!).Where(token => token != "<SOS>");
            var expected = part.GetProperty("greedy_ids").EnumerateArray().Select(id => id.GetInt32()).ToArray();

            var plan = Assert.IsType<GeneratedText>(await expert.AskAsync(new TextInput(string.Join(", ", features)), model));

            Assert.Equal(expected[..^1], plan.TokenIds);
            Assert.Equal(FinishReason.Stop, plan.Finish);
            Assert.Equal(part.GetProperty("greedy_text").GetString(), $"{plan.Text} | <EOS>");
            var probabilities = part.GetProperty("greedy").EnumerateArray().Select(token => token.GetProperty("probability").GetDouble());
            Assert.Equal(Math.Exp(probabilities.Average(Math.Log)), plan.Confidence!.Value, 1e-4);
        }
    }

    [Fact]
    public async Task Ask_TinyRandomGpt2_WritesTheReferenceSequences()
    {
        using var reference = TestData.Reference("tiny_random_gpt2");
        using var model = SessionRunner.Load(Path.Combine(TestData.Model("tiny_random_gpt2"), "past.onnx"));
        var expert = TestExpert.Of("""{"use":"tokens"}""", """{"use":"generate","past":"past_*","present":"present_*"}""");
        var seen = 0;
        foreach (var name in (string[])["genai_test", "longer"])
        {
            var part = reference.RootElement.GetProperty(name);
            var prompts = Rows(part.GetProperty("prompt_ids"));
            var sequences = Rows(part.GetProperty("generated_sequences"));
            for (var i = 0; i < prompts.Length; i++)
            {
                var input = new TensorInput(Tensor.Create(prompts[i], 1, prompts[i].Length));

                var text = Assert.IsType<GeneratedText>(await expert.AskAsync(input, model, sequences[i].Length - prompts[i].Length));

                Assert.Equal<int>(sequences[i].AsSpan(), [.. prompts[i], .. text.TokenIds]);
                Assert.Equal(FinishReason.Length, text.Finish);
                seen++;
            }
        }

        Assert.Equal(3, seen);
    }

    private static int[][] Rows(JsonElement rows) => [.. rows.EnumerateArray().Select(row => row.EnumerateArray().Select(id => id.GetInt32()).ToArray())];
}
