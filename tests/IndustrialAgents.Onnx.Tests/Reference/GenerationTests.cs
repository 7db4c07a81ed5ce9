using System.Text.Json;

namespace IndustrialAgents.Onnx.Tests;

/// <summary>Greedy generation with a key/value cache, token for token.</summary>
public sealed class GenerationTests
{
    private const int EndOfSequence = 51;

    [Fact]
    public void Run_CappGptGreedy_GivesReferenceTokensAndCache()
    {
        var reference = ReferenceData.Open("capp_gpt");
        using var session = reference.Load();
        foreach (var expected in reference.Root.GetProperty("cases").EnumerateArray())
        {
            var prompt = ReferenceData.Integers(expected.GetProperty("prompt_ids"));
            var past = EmptyCappCache(1);
            var ids = prompt;
            var generated = new List<long>();
            IReadOnlyDictionary<string, Tensor> outputs;
            do
            {
                outputs = RunCapp(session, Tensor.Create(ids, 1, ids.Length), past);
                if (generated.Count == 0)
                {
                    ReferenceData.Equal(expected.GetProperty("prefill_outputs"), outputs);
                }

                generated.Add(ReferenceData.ArgMax(outputs["logits"].AsSpan<float>()[^53..]));
                ids = [generated[^1]];
                past = CappCache(outputs);
            }
            while (generated[^1] != EndOfSequence && generated.Count < 30);

            Assert.Equal(ReferenceData.Integers(expected.GetProperty("greedy_ids")), generated);
            var cache = expected.GetProperty("final_cache");
            ReferenceData.Equal(cache.GetProperty("present_0_key"), outputs["present.0.key"]);
            ReferenceData.Equal(cache.GetProperty("present_3_value"), outputs["present.3.value"]);
        }
    }

    [Fact]
    public void Run_CappGptBatchOfThree_EqualsReference()
    {
        var reference = ReferenceData.Open("capp_gpt");
        using var session = reference.Load();
        long[] prompts = [.. reference.Root.GetProperty("cases").EnumerateArray().SelectMany(one => ReferenceData.Integers(one.GetProperty("prompt_ids")))];
        var outputs = RunCapp(session, Tensor.Create(prompts, 3, 7), EmptyCappCache(3));
        ReferenceData.Equal(reference.Root.GetProperty("batch_of_three").GetProperty("outputs"), outputs);
    }

    [Fact]
    public void Run_TinyRandomGpt2Greedy_GivesReferenceTokens()
    {
        var reference = ReferenceData.Open("tiny_random_gpt2");
        using var session = reference.Load();
        foreach (var expected in (JsonElement[])[reference.Root.GetProperty("genai_test"), reference.Root.GetProperty("longer")])
        {
            var prompts = expected.GetProperty("prompt_ids").EnumerateArray().Select(row => ReferenceData.Integers(row).ToList()).ToArray();
            var goal = expected.GetProperty("generated_sequences").EnumerateArray().Select(ReferenceData.Integers).ToArray();
            var batch = prompts.Length;
            var next = prompts.Select(row => row.ToArray()).ToArray();
            var past = Enumerable.Range(0, 5).ToDictionary(layer => $"past_{layer}", _ => Tensor.Create<float>([], 2, batch, 4, 0, 8));
            var first = true;
            while (prompts[0].Count < goal[0].Length)
            {
                var (length, total) = (next[0].Length, prompts[0].Count);
                var inputs = new Dictionary<string, Tensor>(past)
                {
                    ["input_ids"] = Integers(next.SelectMany(row => row), batch, length),
                    ["position_ids"] = Integers(next.SelectMany(_ => Enumerable.Range(total - length, length).Select(i => (long)i)), batch, length),
                    ["attention_mask"] = Integers(Enumerable.Repeat(1L, batch * total), batch, total),
                };
                var outputs = session.Run(inputs, TestContext.Current.CancellationToken);
                if (first)
                {
                    ReferenceData.Equal(expected.GetProperty("first_call_outputs"), outputs);
                    first = false;
                }

                for (var row = 0; row < batch; row++)
                {
                    var logits = outputs["logits"].AsSpan<float>().Slice((((row * length) + length) - 1) * 1000, 1000);
                    next[row] = [ReferenceData.ArgMax(logits)];
                    prompts[row].Add(next[row][0]);
                }

                past = Enumerable.Range(0, 5).ToDictionary(layer => $"past_{layer}", layer => outputs[$"present_{layer}"]);
            }

            Assert.Equal(goal, prompts.Select(row => row.ToArray()));
        }
    }

    private static Tensor Integers(IEnumerable<long> values, long rows, long columns) =>
        Tensor.Create(values.Select(value => (int)value).ToArray(), rows, columns);

    private static Dictionary<string, Tensor> EmptyCappCache(long batch) =>
        CappNames("past_key_values").ToDictionary(name => name, _ => Tensor.Create<float>([], batch, 4, 0, 16));

    private static Dictionary<string, Tensor> CappCache(IReadOnlyDictionary<string, Tensor> outputs) =>
        CappNames("past_key_values").Zip(CappNames("present")).ToDictionary(names => names.First, names => outputs[names.Second]);

    private static IEnumerable<string> CappNames(string prefix) =>
        Enumerable.Range(0, 4).SelectMany(layer => (string[])[$"{prefix}.{layer}.key", $"{prefix}.{layer}.value"]);

    private static IReadOnlyDictionary<string, Tensor> RunCapp(OnnxSession session, Tensor ids, Dictionary<string, Tensor> past)
    {
        var (batch, length, before) = (ids.Shape[0], ids.Shape[1], past["past_key_values.0.key"].Shape[2]);
        long[] positions = [.. Enumerable.Range(0, (int)batch).SelectMany(_ => Enumerable.Range((int)before, (int)length)).Select(i => (long)i)];
        long[] mask = [.. Enumerable.Repeat(1L, (int)(batch * (before + length)))];
        return session.Run(
            new Dictionary<string, Tensor>(past)
            {
                ["input_ids"] = ids,
                ["position_ids"] = Tensor.Create(positions, batch, length),
                ["attention_mask"] = Tensor.Create(mask, batch, before + length),
            },
            TestContext.Current.CancellationToken);
    }
}
