using System.Diagnostics;
using System.Globalization;
using System.Numerics.Tensors;
using IndustrialAgents.Experts;
using IndustrialAgents.Experts.Language;

namespace IndustrialAgents.Cli.Bench;

/// <summary>
/// Tokens a second of stories260K, one sequence and sixteen together, against the plain loop: one step after the other, one sequence after the other,
/// keys and values in and out as managed copies.
/// </summary>
internal static class StoriesBench
{
    private const int Tokens = 200;
    private const int Sequences = 16;
    private const int Rounds = 5;
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(1);
    private static readonly string[] Beginnings = ["", "Once upon a time", "Lily", "The dog", "One day, a big", "Tom had a red ball.", "She said", "It was"];

    /// <summary>Measures both; takes about half a minute.</summary>
    public static async Task<IReadOnlyList<Figure>> RunAsync(string data, IProgress<string> progress, CancellationToken cancellationToken)
    {
        using var expert = new LoadedExpert(StoriesEvaluation.Read(data));
        var figures = new List<Figure>();
        foreach (var (name, count) in new[] { ("one", 1), ("sixteen", Sequences) })
        {
            progress.Report($"stories, {count} at a time");
            var own = await MeasureAsync(() => TogetherAsync(expert, count, cancellationToken)).ConfigureAwait(false);
            progress.Report($"stories, plain loop of {count}");
            var plain = await MeasureAsync(() => PlainAsync(expert.Model, count, cancellationToken)).ConfigureAwait(false);
            figures.Add(new Figure(
                $"stories/{name}/tokens_per_s",
                own.Median,
                "tokens/s",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"stories260K, {count} request(s) of {Tokens} tokens at once, greedy, through the expert, prompts of unequal length where several; median of {Rounds} rounds of a second, {own.Least:f0} to {own.Most:f0}; {Environment.ProcessorCount} processors{MachineLoad.Describe()}"),
                string.Create(CultureInfo.InvariantCulture, $"plain loop of single steps {plain.Median:f0} ({plain.Least:f0} to {plain.Most:f0}), {own.Median / plain.Median:f1} times")));
        }

        return figures;
    }

    private static async Task<Sample> MeasureAsync(Func<Task<int>> run)
    {
        var rates = new List<double>();
        for (var round = -1; round < Rounds; round++)
        {
            // The round before the first warms up.
            var (clock, written) = (Stopwatch.StartNew(), 0);
            do
            {
                written += await run().ConfigureAwait(false);
            }
            while (clock.Elapsed < Round);

            if (round >= 0)
            {
                rates.Add(written / clock.Elapsed.TotalSeconds);
            }
        }

        return new Sample(rates);
    }

    private static async Task<int> TogetherAsync(LoadedExpert expert, int count, CancellationToken cancellationToken)
    {
        var texts = await Task.WhenAll(Enumerable.Range(0, count).Select(i => expert.WriteAsync(ExpertTask.Generate, Beginnings[i % Beginnings.Length], Tokens, cancellationToken))).ConfigureAwait(false);
        return texts.Sum(text => text.TokenIds.Count);
    }

    private static async Task<int> PlainAsync(IModelRunner model, int count, CancellationToken cancellationToken)
    {
        var written = 0;
        for (var i = 0; i < count; i++)
        {
            var past = model.Inputs.Where(input => input.Dimensions.Count == 4).ToDictionary(
                input => input.Name, input => Tensor.Create<float>([], 1, input.Dimensions[1], 0, input.Dimensions[3]));

            // Prompts are one token here: what is measured is steps.
            var (id, read) = (1L, 0);
            for (var step = 0; step < Tokens; step++)
            {
                var inputs = new Dictionary<string, Tensor>(past)
                {
                    ["input_ids"] = Tensor.Create([id], 1, 1),
                    ["position_ids"] = Tensor.Create([(long)read], 1, 1),
                    ["attention_mask"] = Tensor.Create(Enumerable.Repeat(1L, read + 1).ToArray(), 1, read + 1),
                };
                var outputs = await model.RunAsync(inputs, cancellationToken).ConfigureAwait(false);
                id = TensorPrimitives.IndexOfMax(outputs["logits"].AsSpan<float>());
                past = past.Keys.ToDictionary(name => name, name => outputs[name.Replace("past_key_values", "present", StringComparison.Ordinal)]);
                read++;
                written++;
            }
        }

        return written;
    }
}
