using System.Text.Json;
using System.Text.Json.Nodes;
using IndustrialAgents.Experts.Language.Tokenizers;

namespace IndustrialAgents.Experts.Language;

/// <summary>Tokenizers against Hugging Face's own implementation.</summary>
public static class TokenizersEvaluation
{
    // What is long for some way of cutting: one word, one run of spaces, marks without letters, half characters, near misses of added tokens.
    private static readonly string[] Hostile = ["a", " ", "\n", "\u0301", "!", "7", "\U0001F469\u200D\U0001F527", " \t\n'", "<|endoftext|", "\u0344\u0301e", "\uD800", new string('z', 100) + " "];

    private static readonly string[] Names = ["gpt2", "bert_cased", "bert_lower", "bert_uncased"];

    /// <summary>Cuts every string of the reference with each tokenizer and puts it together again.</summary>
    /// <param name="data">Folder that holds <c>models/tiny_random_gpt2</c>, beside <c>reference</c>.</param>
    /// <param name="progress">Told what is being done.</param>
    /// <param name="cancellationToken">Ends the evaluation.</param>
    /// <exception cref="InvalidRequestException">A file is missing or of another form.</exception>
    public static Task<IReadOnlyList<Figure>> RunAsync(string data, IProgress<string> progress, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            using var reference = ReferenceOutputs.Read(data, "tokenizers", "strings");
            var (equal, all, slowest) = (0, 0, 0.0);
            foreach (var name in Names)
            {
                progress.Report(name);
                var tokenizer = Load(data, name);
                foreach (var item in reference.RootElement.GetProperty("strings").EnumerateArray())
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    all++;
                    equal += IsEqual(tokenizer, item.GetProperty("text").GetString()!, item.GetProperty(name)) ? 1 : 0;
                }

                slowest = Math.Max(slowest, Hostile.Max(unit => Seconds(tokenizer, unit)));
            }

            return (IReadOnlyList<Figure>)
            [
                new Figure(
                    "tokenizers/equal_fraction", (double)equal / Math.Max(1, all), "", $"share of {all} pairs of a string and one of {Names.Length} tokenizers ({string.Join(", ", Names)}) whose ids, tokens and decoded texts are all the reference's", "Hugging Face tokenizers 0.2.0 (npm): 1"),
                new Figure("tokenizers/hostile_megabyte", slowest, "s", $"longest time for 1 MiB of UTF-8 that repeats one of {Hostile.Length} pieces, one thread, any of the tokenizers"),
            ];
        },
        cancellationToken);

    private static double Seconds(Tokenizer tokenizer, string unit)
    {
        var text = string.Concat(Enumerable.Repeat(unit, (1 << 20) / System.Text.Encoding.UTF8.GetByteCount(unit)));
        var clock = System.Diagnostics.Stopwatch.StartNew();
        tokenizer.Encode(text);
        return clock.Elapsed.TotalSeconds;
    }

    private static bool IsEqual(Tokenizer tokenizer, string text, JsonElement own)
    {
        var ids = tokenizer.Encode(text).Ids;
        return ids.SequenceEqual(ReferenceOutputs.Ids(own.GetProperty("ids")))
            && ids.Select(tokenizer.TokenOf).SequenceEqual(own.GetProperty("tokens").EnumerateArray().Select(token => token.GetString()))
            && tokenizer.Decode(ids, skipSpecial: false) == own.GetProperty("decoded").GetString()
            && (!own.TryGetProperty("ids_without_special", out var bare)
                || (tokenizer.Encode(text, addSpecial: false).Ids.SequenceEqual(ReferenceOutputs.Ids(bare))
                    && tokenizer.Decode(ids, skipSpecial: false, cleanUp: true) == own.GetProperty("decoded_with_clean_up_spaces").GetString()
                    && tokenizer.Decode(ids, cleanUp: true) == own.GetProperty("decoded_skip_special_with_clean_up").GetString()));
    }

    private static Tokenizer Load(string data, string name)
    {
        var file = name switch
        {
            "gpt2" => Path.Combine(data, "models", "tiny_random_gpt2", "tokenizer.json"),
            "bert_uncased" => ReferenceOutputs.Path(data, "tokenizers", "bert_uncased_tokenizer.json"),
            _ => ReferenceOutputs.Path(data, "tokenizers", "bert_cased_tokenizer.json"),
        };
        var json = EvaluationFile.Read(File.ReadAllBytes, file);
        if (name == "bert_lower")
        {
            var root = JsonNode.Parse(json)!;
            root["normalizer"]!["lowercase"] = true;
            json = JsonSerializer.SerializeToUtf8Bytes(root);
        }

        return Tokenizer.Parse(json, file);
    }
}
