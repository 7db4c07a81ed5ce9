using IndustrialAgents.Experts.Language.Tests.Tokenizers;

namespace IndustrialAgents.Experts.Language.Tests;

/// <summary>A byte-level tokenizer of all single bytes and some longer tokens, and decoders that are functions over it.</summary>
internal static class Letters
{
    private static readonly (string Left, string Right)[] Merges =
        [("t", "r"), ("u", "e"), ("tr", "ue"), ("y", "e"), ("ye", "s"), ("{", "\""), ("\"", ":"), ("\"", ","), ("1", "2"), ("}", "}"), ("a", "b"), ("Ã", "¼"), ("n", "u"), ("nu", "l"), ("nul", "l"), ("e", "s")];

    /// <summary>The id that ends a text.</summary>
    public static int End => 256 + Merges.Length;

    /// <summary>Number of tokens.</summary>
    public static int Size => End + 1;

    public static byte[] Tokenizer { get; } = SmallTokenizer.Json(
        new
        {
            type = "BPE",
            vocab = Enumerable.Range(0, 256).Select(value => Language.Tokenizers.ByteAlphabet.Letter((byte)value).ToString()).Concat(Merges.Select(merge => merge.Left + merge.Right)).Index().ToDictionary(own => own.Item, own => own.Index),
            merges = Merges.Select(merge => $"{merge.Left} {merge.Right}").ToArray(),
        },
        preTokenizer: new { type = "ByteLevel", add_prefix_space = false, use_regex = false },
        decoder: new { type = "ByteLevel" },
        added: [new { id = 256 + Merges.Length, content = "<|end|>", special = true }]);

    public static TestExpert Expert(int maxTokens = 200, string options = "", string text = "", string? fields = null) => TestExpert.Of(
        $$"""{"use":"text"{{text}}}""", $$"""{"use":"generate","maxTokens":{{maxTokens}},"end":["<|end|>"]{{options}}}""", fields, ("tokenizer.json", Tokenizer));

    /// <summary>A model without cache whose scores depend on the whole sequence and nothing else.</summary>
    public static FakeRunner Random(int seed) => Model(ids =>
    {
        var random = new Random(HashCodeOf(ids, seed));
        return [.. Enumerable.Range(0, Size).Select(_ => random.NextSingle() * 8)];
    });

    /// <summary>A model that writes a text and then the end, whatever was asked.</summary>
    public static FakeRunner Saying(string text, int prompt)
    {
        var ids = Language.Tokenizers.Tokenizer.Parse(Tokenizer, "tokenizer.json").Encode(text).Ids;
        return Model(sequence => Only(sequence.Length - prompt < ids.Count ? ids[sequence.Length - prompt] : End));
    }

    private static float[] Only(int id)
    {
        var scores = new float[Size];
        scores[id] = 9;
        return scores;
    }

    private static int HashCodeOf(long[] ids, int seed) => (int)ids.Aggregate((long)seed + 17, (sum, id) => ((sum * 31) + id) % int.MaxValue);

    private static FakeRunner Model(Func<long[], float[]> scores) => new(
        [new ModelTensorInfo("input_ids", ElementType.Int64, [-1, -1])],
        [new ModelTensorInfo("logits", ElementType.Float32, [-1, -1, Size])],
        inputs =>
        {
            var ids = inputs["input_ids"];
            var (rows, width) = ((int)ids.Shape[0], (int)ids.Shape[1]);
            var all = new float[rows * width * Size];
            for (var row = 0; row < rows; row++)
            {
                scores(ids.AsSpan<long>().Slice(row * width, width).ToArray()).CopyTo(all, ((((row + 1) * width) - 1) * Size));
            }

            return new Dictionary<string, Tensor> { ["logits"] = Tensor.Create(all, rows, width, Size) };
        });
}
