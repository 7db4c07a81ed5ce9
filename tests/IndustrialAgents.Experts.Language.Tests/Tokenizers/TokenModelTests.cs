using FsCheck;
using FsCheck.Fluent;

namespace IndustrialAgents.Experts.Language.Tests.Tokenizers;

public sealed class TokenModelTests
{
    private static readonly string[] Letters = ["a", "b", "c", "d"];

    [Fact]
    public void BytePair_AnyWord_MergesAsTheSlowWayDoes() => Prop.ForAll(MergeLists().ToArbitrary(), Words().ToArbitrary(), (merges, word) =>
    {
        // A merge of what no merge made before cannot be.
        var vocabulary = new Dictionary<string, int>();
        foreach (var letter in Letters)
        {
            vocabulary.TryAdd(letter, vocabulary.Count);
        }

        var usable = new List<(string Left, string Right)>();
        foreach (var (left, right) in merges)
        {
            if (vocabulary.ContainsKey(left) && vocabulary.ContainsKey(right) && !usable.Contains((left, right)))
            {
                usable.Add((left, right));
                vocabulary.TryAdd(left + right, vocabulary.Count);
            }
        }

        var tokenizer = SmallTokenizer.Of(new { type = "BPE", vocab = vocabulary, merges = usable.Select(pair => $"{pair.Left} {pair.Right}") });
        return tokenizer.Tokens(word).SequenceEqual(Slow(word, usable));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Unigram_AnyWord_IsTheMostProbableCut()
    {
        (string, double)[] vocabulary = [("?", -9), ("a", -2), ("b", -2.5), ("ab", -3.1), ("ba", -3.7), ("abb", -4.2), ("bab", -4.9), ("c", -1.7), ("cab", -5.3)];
        var tokenizer = SmallTokenizer.Of(new { type = "Unigram", unk_id = 0, vocab = vocabulary.Select(own => new object[] { own.Item1, own.Item2 }) });
        Prop.ForAll(Gen.Elements('a', 'b', 'c').ArrayOf().Select(letters => new string(letters)[..Math.Min(letters.Length, 10)]).ToArbitrary(), word =>
        {
            var score = tokenizer.Tokens(word).Sum(token => vocabulary.First(own => own.Item1 == token).Item2);
            return Math.Abs(score - Best(word, vocabulary)) < 1e-9 && string.Concat(tokenizer.Tokens(word)) == word;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Unigram_UnknownCharacters_AreOneTokenOrBytes()
    {
        object[][] known = [["<unk>", 0.0], ["a", -1.0], ["b", -1.0]];
        Assert.Equal(["a", "<unk>", "b"], SmallTokenizer.Of(new { type = "Unigram", unk_id = 0, vocab = known }).Tokens("axyéb"));
        object[][] bytes = [.. known, .. Enumerable.Range(0, 256).Select(value => new object[] { $"<0x{value:X2}>", -20.0 })];
        var fallback = SmallTokenizer.Of(new { type = "Unigram", unk_id = 0, vocab = bytes, byte_fallback = true }, decoder: new { type = "Sequence", decoders = new object[] { new { type = "ByteFallback" }, new { type = "Fuse" } } });
        Assert.Equal(["a", "<0xC3>", "<0xA9>", "b"], fallback.Tokens("aéb"));
        Assert.Equal("aéb", fallback.Decode(fallback.Encode("aéb").Ids));
        Assert.Equal("\uFFFD", fallback.Decode([fallback.IdOf("<0xC3>")!.Value]));
    }

    [Fact]
    public void BytePair_WordEndsAndPrefixes_AreKept()
    {
        string[] tokens = ["l", "o", "w", "w</w>", "lo", "low</w>", "e", "r</w>"];
        var clip = SmallTokenizer.Of(
            new { type = "BPE", vocab = tokens.Index().ToDictionary(token => token.Item, token => token.Index), merges = new[] { "l o", "lo w</w>" }, end_of_word_suffix = "</w>" },
            preTokenizer: new { type = "WhitespaceSplit" },
            decoder: new { type = "BPEDecoder", suffix = "</w>" });
        Assert.Equal(["low</w>", "lo", "w", "e", "r</w>"], clip.Tokens("low lower"));
        Assert.Equal("low lower", clip.Decode(clip.Encode("low lower").Ids));

        string[] pieces = ["h", "##i", "hi", "<unk>"];
        var prefixed = SmallTokenizer.Of(new { type = "BPE", vocab = pieces.Index().ToDictionary(token => token.Item, token => token.Index), merges = new[] { new[] { "h", "##i" } }, continuing_subword_prefix = "##", unk_token = "<unk>", fuse_unk = true });
        Assert.Equal(["hi"], prefixed.Tokens("hi"));
        Assert.Equal(["h", "<unk>", "##i"], prefixed.Tokens("hxyi"));
    }

    [Fact]
    public void BytePair_IgnoreMerges_TakesWholeWords()
    {
        var vocabulary = new Dictionary<string, int> { ["a"] = 0, ["b"] = 1, ["abab"] = 2, ["<unk>"] = 3 };
        Assert.Equal(["abab"], SmallTokenizer.Of(new { type = "BPE", vocab = vocabulary, merges = Array.Empty<string>(), ignore_merges = true }).Tokens("abab"));
        Assert.Equal(["a", "b", "a", "b"], SmallTokenizer.Of(new { type = "BPE", vocab = vocabulary, merges = Array.Empty<string>() }).Tokens("abab"));
        Assert.Equal(["a", "<unk>", "<unk>", "b"], SmallTokenizer.Of(new { type = "BPE", vocab = vocabulary, merges = Array.Empty<string>(), unk_token = "<unk>" }).Tokens("axyb"));
    }

    [Fact]
    public void WordPiece_LongOrUnknownWord_IsUnknownAsAWhole()
    {
        var vocabulary = new Dictionary<string, int> { ["[UNK]"] = 0, ["pump"] = 1, ["##s"] = 2, ["p"] = 3, ["##u"] = 4 };
        var tokenizer = SmallTokenizer.Of(new { type = "WordPiece", unk_token = "[UNK]", continuing_subword_prefix = "##", max_input_chars_per_word = 6, vocab = vocabulary }, preTokenizer: new { type = "BertPreTokenizer" });
        Assert.Equal(["pump", "##s", "##s"], tokenizer.Tokens("pumpss"));
        Assert.Equal(["[UNK]"], tokenizer.Tokens("pumpsss"));
        Assert.Equal(["[UNK]", "p", "##u"], tokenizer.Tokens("pumpx pu"));
        Assert.Equal(["pumpx", "p", "u"], tokenizer.Sources("pumpx pu"));
    }

    private static Gen<(string Left, string Right)[]> MergeLists()
    {
        var part = Gen.Elements("a", "b", "c", "d", "ab", "bc", "abc", "cd", "aa", "aaa", "bb");
        return Gen.Zip(part, part).Select(pair => (pair.Item1, pair.Item2)).ArrayOf();
    }

    private static Gen<string> Words() => Gen.Elements(Letters).ArrayOf().Select(string.Concat);

    private static List<string> Slow(string word, List<(string Left, string Right)> merges)
    {
        var symbols = word.Select(letter => letter.ToString()).ToList();
        while (true)
        {
            var (best, at) = (int.MaxValue, -1);
            for (var i = 0; i + 1 < symbols.Count; i++)
            {
                var rank = merges.IndexOf((symbols[i], symbols[i + 1]));
                if (rank >= 0 && rank < best)
                {
                    (best, at) = (rank, i);
                }
            }

            if (at < 0)
            {
                return symbols;
            }

            symbols[at] += symbols[at + 1];
            symbols.RemoveAt(at + 1);
        }
    }

    private static double Best(string word, (string Token, double Score)[] vocabulary) => word.Length == 0
        ? 0
        : vocabulary.Where(own => word.StartsWith(own.Token, StringComparison.Ordinal)).Max(own => own.Score + Best(word[own.Token.Length..], vocabulary));
}
