using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using IndustrialAgents.Experts.Language.Tokenizers;

namespace IndustrialAgents.Experts.Language.Tests.Tokenizers;

public sealed class NormalizerTests
{
    [Theory]
    [InlineData("NFD", "\u00C5", "A\u030A")]
    [InlineData("NFC", "A\u030A", "\u00C5")]
    [InlineData("NFC", "\u212B", "\u00C5")]
    [InlineData("NFD", "\uD55C\uAE00", "\u1112\u1161\u11AB\u1100\u1173\u11AF")]
    [InlineData("NFC", "\u1112\u1161\u11AB\u1100\u1173\u11AF", "\uD55C\uAE00")]
    [InlineData("NFD", "\u1E69", "s\u0323\u0307")]
    [InlineData("NFC", "s\u0307\u0323", "\u1E69")]
    [InlineData("NFC", "\u0958", "\u0915\u093C")]
    [InlineData("NFC", "a\u0305\u0301", "a\u0305\u0301")]
    [InlineData("NFC", "\u0344", "\u0308\u0301")]
    [InlineData("NFKC", "\uFB01 \u00BD \u00B2 \u2122", "fi 1\u20442 2 TM")]
    [InlineData("NFKD", "\uFF21\u309A\uFF9F", "A\u309A\u309A")]
    [InlineData("NFKC", "\u30CF\uFF9F", "\u30D1")]
    [InlineData("NFC", "\U0001D15E", "\U0001D157\U0001D165")]
    [InlineData("NFD", "\uD800x", "\uD800x")]
    [InlineData("Lowercase", "ÄÖ\u0130X\u1E9E", "äöi\u0307xß")]
    [InlineData("StripAccents", "a\u0301b", "ab")]
    [InlineData("Nmt", "a\u0001b\tc\u200Bd", "ab c d")]
    public void Normalize_KnownTexts_GivesTheirForms(string type, string text, string expected) => Assert.Equal(expected, Normalize(new { type }, text).Text);

    [Theory]
    [InlineData("NFC")]
    [InlineData("NFD")]
    [InlineData("NFKC")]
    [InlineData("NFKD")]
    public void Normalize_AnyText_IsIdempotentAndKeepsOrder(string type) => Prop.ForAll(Texts().ToArbitrary(), text =>
    {
        var once = Normalize(new { type }, text);
        var ordered = Enumerable.Range(0, once.Text.Length).All(i => once.StartOf(i) >= 0 && once.EndOf(i) <= text.Length && once.StartOf(i) < once.EndOf(i));
        return Normalize(new { type }, once.Text).Text == once.Text && ordered;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Normalize_ComposedAndDecomposed_MeetInBothForms() => Prop.ForAll(Texts().ToArbitrary(), text =>
        Normalize(new { type = "NFC" }, Normalize(new { type = "NFD" }, text).Text).Text == Normalize(new { type = "NFC" }, text).Text
        && Normalize(new { type = "NFD" }, Normalize(new { type = "NFC" }, text).Text).Text == Normalize(new { type = "NFD" }, text).Text).QuickCheckThrowOnFailure();

    [Fact]
    public void Normalize_Chain_KeepsThePlaces()
    {
        var chain = new
        {
            type = "Sequence",
            normalizers = new object[]
            {
                new { type = "Strip", strip_left = true, strip_right = true },
                new { type = "Replace", pattern = new { Regex = " {2,}" }, content = " " },
                new { type = "Prepend", prepend = "_" },
                new { type = "NFKC" },
            },
        };
        var text = Normalize(chain, "  ﬁne   öl ");
        Assert.Equal("_fine öl", text.Text);
        Assert.Equal((2, 2), (text.StartOf(0), text.StartOf(1)));
        Assert.Equal((2, 3), (text.StartOf(2), text.EndOf(2)));
        Assert.Equal((5, 8), (text.StartOf(5), text.EndOf(5)));
        Assert.Equal((9, 10), (text.StartOf(7), text.EndOf(7)));
    }

    [Fact]
    public void Normalize_Bert_CleansAndSpacesIdeographs()
    {
        object bert = new { type = "BertNormalizer", clean_text = true, handle_chinese_chars = true, strip_accents = (bool?)null, lowercase = true };
        Assert.Equal("a e 北  京 ", Normalize(bert, "A\tÉ\u0000\u200D北京").Text);
    }

    [Fact]
    public void Normalize_ByteLevel_WritesBytesAsLetters() => Assert.Equal("Ã©Ġ", Normalize(new { type = "ByteLevel" }, "é ").Text);

    [Fact]
    public void Normalize_Precompiled_TakesTheLongestKey()
    {
        // Keys: ① to (1), e with acute apart to é.
        object map = new { type = "Precompiled", precompiled_charsmap = Convert.ToBase64String(DoubleArray.Of(("①", "(1)"), ("e\u0301", "é"), ("e", "E"))) };
        var text = Normalize(map, "x①e\u0301e");
        Assert.Equal("x(1)éE", text.Text);
        Assert.Equal((1, 2), (text.StartOf(2), text.EndOf(2)));
        Assert.Equal((2, 4), (text.StartOf(4), text.EndOf(4)));
    }

    [Theory]
    [InlineData("!")]
    [InlineData("")]
    [InlineData("AAAA")]
    [InlineData("/////wAA")]
    public void Normalize_DamagedMap_NamesTheField(string blob) => Assert.Contains(
        "precompiled_charsmap",
        Assert.Throws<InvalidManifestException>(() => Normalize(new { type = "Precompiled", precompiled_charsmap = blob }, "x")).Message,
        StringComparison.Ordinal);

    private static Gen<string> Texts() => Gen.Elements("a", "e", "\u0301", "\u0323", "\u0308", "\u00E9", "\u1E69", "\uD55C", "\u1100", "\u1161", "\u11A8", "\uFB01", "\u0344", "\U0001D15E", "\uD800", "\u0958", " ")
        .ArrayOf().Select(string.Concat);

    private static AlignedText Normalize(object section, string text) =>
        NormalizerReader.Read(new ConfigNode(JsonSerializer.SerializeToElement(section), "tokenizer.json", "normalizer")).Normalize(new AlignedText(text, 0));
}
