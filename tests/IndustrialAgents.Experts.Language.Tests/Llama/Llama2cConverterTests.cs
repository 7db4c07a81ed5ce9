using IndustrialAgents.Onnx;

namespace IndustrialAgents.Experts.Language.Tests.Llama;

public sealed class Llama2cConverterTests
{
    [Theory]
    [InlineData(4, 2, false)]
    [InlineData(2, 2, true)]
    [InlineData(6, 1, false)]
    public void Convert_RandomWeights_GivesTheScoresOfThePlainArithmetic(int heads, int keyHeads, bool ownOutput)
    {
        var small = new SmallLlama(24, 20, 2, heads, keyHeads, 17, 12, ownOutput);
        using var session = OnnxSession.Load(Llama2cConverter.Convert(Llama2cWeights.Parse(small.ToBytes(), "small.bin")).ToBytes());
        int[] ids = [1, 7, 3, 16, 0, 7];

        // Three tokens at once, then one by one, and all behind two that fill up.
        var outputs = Run(session, [[.. ids[..3]]], [3], Empty(small, 1));
        for (var i = 3; i <= ids.Length; i++)
        {
            Near(small.Scores(ids[..i]), outputs["logits"].AsSpan<float>()[^small.Vocabulary..]);
            if (i < ids.Length)
            {
                outputs = Run(session, [[ids[i]]], [i + 1], outputs.Where(output => output.Key != "logits").ToDictionary(output => output.Key.Replace("present", "past_key_values", StringComparison.Ordinal), output => output.Value));
            }
        }

        var padded = Run(session, [[9, 9, .. ids]], [ids.Length], Empty(small, 1));
        Near(small.Scores(ids), padded["logits"].AsSpan<float>()[^small.Vocabulary..]);
    }

    [Fact]
    public void Parse_DamagedWeights_NamesTheField()
    {
        var whole = new SmallLlama(8, 8, 1, 2, 1, 11, 4, ownOutput: false).ToBytes();
        Assert.Equal(11, Llama2cWeights.Parse(whole, "w.bin").Vocabulary);
        foreach (var damaged in Corruption.Of(whole[..40], flips: 400).Select(head => (byte[])[.. head, .. head.Length < 40 ? [] : whole[40..]]).Append([.. whole, 0]).Append(whole[..^1]))
        {
            try
            {
                Llama2cConverter.Convert(Llama2cWeights.Parse(damaged, "w.bin"));
            }
            catch (InvalidManifestException error)
            {
                Assert.Contains("w.bin", error.Message, StringComparison.Ordinal);
            }
        }

        var later = (byte[])whole.Clone();
        "24ka"u8.CopyTo(later);
        Assert.Contains("--version 0", Assert.Throws<InvalidManifestException>(() => Llama2cWeights.Parse(later, "w.bin")).Message, StringComparison.Ordinal);
        Assert.Equal("weights", Assert.Throws<InvalidManifestException>(() => Llama2cWeights.Parse(whole.AsMemory(0, whole.Length - 4), "w.bin")).Field);
        Assert.Equal("header", Assert.Throws<InvalidManifestException>(() => Llama2cWeights.Parse(whole.AsMemory(0, 20), "w.bin")).Field);
    }

    private static Dictionary<string, Tensor> Empty(SmallLlama small, int batch) => Enumerable.Range(0, small.Layers)
        .SelectMany(layer => new[] { $"past_key_values.{layer}.key", $"past_key_values.{layer}.value" })
        .ToDictionary(name => name, _ => Tensor.Create<float>([], batch, small.KeyHeads, 0, small.Width / small.Heads));

    private static IReadOnlyDictionary<string, Tensor> Run(OnnxSession session, int[][] ids, int[] real, Dictionary<string, Tensor> past)
    {
        var (batch, tokens) = (ids.Length, ids[0].Length);
        var total = tokens + (int)past["past_key_values.0.key"].Shape[2];
        var inputs = new Dictionary<string, Tensor>(past)
        {
            ["input_ids"] = Tensor.Create([.. ids.SelectMany(row => row).Select(id => (long)id)], batch, tokens),
            ["attention_mask"] = Tensor.Create([.. real.SelectMany(count => Enumerable.Range(0, total).Select(i => i < total - count ? 0L : 1L))], batch, total),
            ["position_ids"] = Tensor.Create([.. real.SelectMany(count => Enumerable.Range(count - tokens, tokens).Select(i => (long)Math.Max(0, i)))], batch, tokens),
        };
        return session.Run(inputs, TestContext.Current.CancellationToken);
    }

    private static void Near(double[] expected, ReadOnlySpan<float> actual)
    {
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], 1e-4);
        }
    }
}
