using FsCheck;
using FsCheck.Fluent;
using IndustrialAgents.Experts.Language.Tokenizers;

namespace IndustrialAgents.Experts.Language.Tests.Tokenizers;

public sealed class TokenizerTests
{
    private static readonly object Whitespace = new { type = "WhitespaceSplit" };

    [Fact]
    public void Encode_AddedTokens_AreFoundBeforeAnythingElse()
    {
        var tokenizer = SmallTokenizer.Of(
            SmallTokenizer.Words("?", "a", "b", "<s>", "PUMP"),
            normalizer: new { type = "Lowercase" },
            preTokenizer: Whitespace,
            added:
            [
                new { id = 10, content = "<S>", special = true, normalized = false, lstrip = true, rstrip = false, single_word = false },
                new { id = 11, content = "Pump", special = false, normalized = true, single_word = true },
                new { id = 12, content = "Pumpe", special = false, normalized = true },
            ]);
        var encoded = tokenizer.Encode("a  <S>b PUMP pumpe pumps <s>");
        Assert.Equal([1, 10, 2, 11, 12, 0, 3], encoded.Ids);
        Assert.Equal((1, 6), encoded.Offsets[1]);
        Assert.Equal("b Pump Pumpe ? <s>", tokenizer.Decode(encoded.Ids.Skip(2)));
        Assert.Equal("a <S>", tokenizer.Decode([1, 10], skipSpecial: false));
        Assert.Equal("a", tokenizer.Decode([1, 10, 99, -1]));
        Assert.True(tokenizer.IsSpecial(10));
        Assert.False(tokenizer.IsSpecial(11));
        Assert.Equal(13, tokenizer.Size);
        Assert.Equal(12, tokenizer.IdOf("Pumpe"));
        Assert.Null(tokenizer.IdOf("valve"));
        Assert.Null(tokenizer.TokenOf(99));
    }

    [Fact]
    public void Encode_Roberta_PutsTwoTokensBetween()
    {
        var tokenizer = SmallTokenizer.Of(
            SmallTokenizer.Words("?", "<s>", "</s>", "a", "b"), preTokenizer: Whitespace,
            postProcessor: new { type = "RobertaProcessing", sep = new object[] { "</s>", 2 }, cls = new object[] { "<s>", 1 }, trim_offsets = true });
        var pair = tokenizer.Encode("a a", "b");
        Assert.Equal([1, 3, 3, 2, 2, 4, 2], pair.Ids);
        Assert.Equal([true, false, false, true, true, false, true], pair.Special);
        Assert.Equal([0, 0, 0, 0, 0, 0, 0], pair.TypeIds);
        Assert.Equal([3, 3, 4], tokenizer.Encode("a a", "b", addSpecial: false).Ids);
    }

    [Fact]
    public void Decode_EachDecoder_GivesTheText()
    {
        object model = SmallTokenizer.Words("?", "_Öl", "_ist", "_leer", "##e", "!");
        Assert.Equal("Öl ist leer", SmallTokenizer.Of(model, decoder: new { type = "Metaspace", replacement = "_", prepend_scheme = "always" }).Decode([1, 2, 3]));
        Assert.Equal("Öl_ist", SmallTokenizer.Of(model, decoder: Sequence(new { type = "Fuse" }, new { type = "Strip", content = "_", start = 1, stop = 0 })).Decode([1, 2]));
        Assert.Equal("-Öl-ist", SmallTokenizer.Of(model, decoder: new { type = "Replace", pattern = new { String = "_" }, content = "-" }).Decode([1, 2]));
        Assert.Equal("_leere!", SmallTokenizer.Of(model, decoder: new { type = "WordPiece", prefix = "##", cleanup = true }).Decode([3, 4, 5]));

        static object Sequence(params object[] decoders) => new { type = "Sequence", decoders };
    }

    [Fact]
    public void Encode_AnyText_OffsetsLieInTheTextAndInOrder()
    {
        var tokenizer = SmallTokenizer.Of(
            new { type = "Unigram", unk_id = 0, vocab = new object[][] { ["<unk>", -9.0], ["\u2581", -3.0], ["a", -2.0], ["\u2581a", -2.5], ["fi", -3.0] } },
            normalizer: new { type = "NFKC" },
            preTokenizer: new { type = "Metaspace", replacement = "\u2581", prepend_scheme = "first", split = true });
        Prop.ForAll(Gen.Elements("a", " ", "\uFB01", "\u0301", "\U0001F527", "\uDC00", "x").ArrayOf().Select(string.Concat).ToArbitrary(), text =>
        {
            var offsets = tokenizer.Encode(text).Offsets;
            return offsets.All(own => own.Start >= 0 && own.Start <= own.End && own.End <= text.Length)
                && offsets.Zip(offsets.Skip(1)).All(pair => pair.First.Start <= pair.Second.Start);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Parse_DamagedFile_IsAnErrorThatNamesIt()
    {
        var whole = SmallTokenizer.Json(
            new { type = "BPE", vocab = new Dictionary<string, int> { ["a"] = 0, ["b"] = 1, ["ab"] = 2 }, merges = new[] { "a b" } },
            new { type = "NFC" }, new { type = "ByteLevel" }, new { type = "ByteLevel" }, new { type = "ByteLevel" }, [new { id = 3, content = "<s>", special = true }]);
        foreach (var damaged in Corruption.Of(whole))
        {
            try
            {
                var tokenizer = Tokenizer.Parse(damaged, "tokenizer.json");
                tokenizer.Decode(tokenizer.Encode("ab <s>").Ids);
            }
            catch (InvalidManifestException error)
            {
                Assert.StartsWith("tokenizer.json: ", error.Message, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData("""{}""", "model")]
    [InlineData("""[]""", "model")]
    [InlineData("""{"model":{"type":"Neural"}}""", "model.type")]
    [InlineData("""{"model":{"type":"BPE","vocab":{}}}""", "model.vocab")]
    [InlineData("""{"model":{"type":"BPE","vocab":{"a":-1},"merges":[]}}""", "model.vocab.a")]
    [InlineData("""{"model":{"type":"BPE","vocab":{"a":0},"merges":["a a"]}}""", "model.merges[0]")]
    [InlineData("""{"model":{"type":"BPE","vocab":{"a":0},"merges":["aa"]}}""", "model.merges[0]")]
    [InlineData("""{"model":{"type":"BPE","vocab":{"a":0},"merges":[],"unk_token":"u"}}""", "model.unk_token")]
    [InlineData("""{"model":{"type":"WordPiece","vocab":{"a":0}}}""", "model.unk_token")]
    [InlineData("""{"model":{"type":"Unigram","unk_id":1,"vocab":[["a",0]]}}""", "model.unk_id")]
    [InlineData("""{"model":{"type":"Unigram","unk_id":0,"vocab":[["a"]]}}""", "model.vocab[0]")]
    [InlineData("""{"model":{"type":"WordLevel","unk_token":"a","vocab":{"a":0}},"added_tokens":[{"id":1,"content":""}]}""", "added_tokens[0].content")]
    [InlineData("""{"model":{"type":"WordLevel","unk_token":"a","vocab":{"a":0}},"normalizer":{"type":"Rot13"}}""", "normalizer.type")]
    [InlineData("""{"model":{"type":"WordLevel","unk_token":"a","vocab":{"a":0}},"decoder":{"type":"CTC"}}""", "decoder.type")]
    [InlineData("""{"model":{"type":"WordLevel","unk_token":"a","vocab":{"a":0}},"post_processor":{"type":"TemplateProcessing","single":[{"SpecialToken":{"id":"[CLS]"}}]}}""", "post_processor.single[0].SpecialToken")]
    [InlineData("""{"model":{"type":"WordLevel","unk_token":"a","vocab":{"a":0}},"post_processor":{"type":"TemplateProcessing","single":[{"Sequence":{"id":"C"}}]}}""", "post_processor.single[0].Sequence.id")]
    public void Parse_WrongField_NamesIt(string json, string field) =>
        Assert.Equal(field, Assert.Throws<InvalidManifestException>(() => Tokenizer.Parse(System.Text.Encoding.UTF8.GetBytes(json), "t.json")).Field);

    [Fact]
    public void Add_HalfACharacter_WaitsForTheRest()
    {
        var bytes = Enumerable.Range(0, 256).ToDictionary(value => ByteAlphabet.Letter((byte)value).ToString(), value => value);
        var tokenizer = SmallTokenizer.Of(new { type = "BPE", vocab = bytes, merges = Array.Empty<string>() }, preTokenizer: new { type = "ByteLevel", add_prefix_space = false }, decoder: new { type = "ByteLevel" });
        var stream = new TokenStream(tokenizer);
        Assert.Equal(["a", "", "", "", "\U0001F527", "b"], tokenizer.Encode("a\U0001F527b").Ids.Select(stream.Add));
        Assert.Equal("\uFFFD\uFFFD\uFFFD\uFFFD", string.Concat(Enumerable.Repeat(0x80, 4).Select(new TokenStream(tokenizer).Add)));
    }
}
