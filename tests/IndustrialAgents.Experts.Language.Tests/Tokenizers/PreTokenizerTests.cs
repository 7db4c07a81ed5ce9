using System.Text.Json;
using IndustrialAgents.Experts.Language.Tokenizers;

namespace IndustrialAgents.Experts.Language.Tests.Tokenizers;

public sealed class PreTokenizerTests
{
    // The splits of Llama 3 and of GPT-4's cl100k, the second with possessive quantifiers.
    private const string Llama3 = @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";
    private const string Cl100k = @"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}+| ?[^\s\p{L}\p{N}]++[\r\n]*+|\s++$|\s*[\r\n]|\s+(?!\S)|\s";

    [Theory]
    [InlineData("Removed", "a|b")]
    [InlineData("Isolated", "a|-|-|b|-")]
    [InlineData("MergedWithPrevious", "a-|-|b-")]
    [InlineData("MergedWithNext", "a|-|-b|-")]
    [InlineData("Contiguous", "a|--|b|-")]
    public void Split_EachBehavior_TreatsSeparatorsSo(string behavior, string expected) =>
        Assert.Equal(expected, Split(new { type = "Split", pattern = new { String = "-" }, behavior, invert = false }, "a--b-"));

    [Theory]
    [InlineData(Llama3)]
    [InlineData(Cl100k)]
    public void Split_PatternsOfTheField_CutAsPublished(string pattern)
    {
        object split = new { type = "Split", pattern = new { Regex = pattern }, behavior = "Isolated", invert = false };
        Assert.Equal("I|'ll| check| | |123|456| bolts|!!\n| ok", Split(split, "I'll check  123456 bolts!!\n ok"));
        Assert.Equal("\U00020000\U00020001| 漢字", Split(split, "\U00020000\U00020001 漢字"));
    }

    [Fact]
    public void Split_LettersBeyondTheBasicPlane_AreLetters() => Assert.Equal(
        "\U0001D400b|\U0001F600|\U0001D7CE1",
        Split(new { type = "Split", pattern = new { Regex = @"\p{L}+|\p{N}+" }, behavior = "Isolated" }, "\U0001D400b\U0001F600\U0001D7CE1"));

    [Theory]
    [InlineData("WhitespaceSplit", "it's|7.5|bar")]
    [InlineData("Whitespace", "it|'|s|7|.|5|bar")]
    [InlineData("BertPreTokenizer", "it|'|s|7|.|5|bar")]
    [InlineData("Punctuation", "it|'|s 7|.|5 bar")]
    [InlineData("Digits", "it's |7|.|5| bar")]
    public void Split_OfEachKind_GivesItsWords(string type, string expected) => Assert.Equal(expected, Split(new { type }, "it's 7.5 bar"));

    [Theory]
    [InlineData("always", true, "_a|_b")]
    [InlineData("never", true, "a|_b")]
    [InlineData("first", true, "_a|_b")]
    [InlineData("always", false, "_a_b")]
    public void Split_Metaspace_MarksSpaces(string prepend_scheme, bool split, string expected) =>
        Assert.Equal(expected, Split(new { type = "Metaspace", replacement = "_", prepend_scheme, split }, "a b"));

    [Fact]
    public void Split_ByteLevel_WritesBytesWithTheirPlaces()
    {
        List<Piece> words = [];
        Read(new { type = "ByteLevel", add_prefix_space = true }).Split(new Piece(new AlignedText("öl 7", 0)), words);
        Assert.Equal(["ĠÃ¶l", "Ġ7"], words.Select(word => word.Span.ToString()));
        Assert.Equal([(0, 2), (2, 4)], words.Select(word => word.Place(0, word.Length)));
        Assert.Equal((0, 1), words[0].Place(1, 2));
    }

    [Fact]
    public void Split_Sequence_SplitsWhatWasSplit() => Assert.Equal(
        "a|1|2|b",
        Split(new { type = "Sequence", pretokenizers = new object[] { new { type = "CharDelimiterSplit", delimiter = ";" }, new { type = "Digits", individual_digits = true } } }, "a12;b"));

    [Theory]
    [InlineData(@"a++b", "(?>a+)b")]
    [InlineData(@"[^\s\p{L}]?+x", @"(?>[^\s\p{L}]?)x")]
    [InlineData(@"(?:ab|c)*+", "(?>(?:ab|c)*)")]
    [InlineData(@"\p{N}{1,3}+", @"(?>\p{N}{1,3})")]
    [InlineData(@"(?i:'s)|\s+(?!\S)", @"(?i:'s)|\s+(?!\S)")]
    [InlineData(@"[a-z[]+?", @"[a-z\[]+?")]
    public void Translate_OtherEnginesForms_AreDotNets(string pattern, string expected) => Assert.Equal(expected, PatternTranslation.Translate(pattern));

    [Fact]
    public void Translate_Script_BecomesRanges() => Assert.Equal("漢字|かな", Split(new { type = "Split", pattern = new { Regex = @"\p{Han}+" }, behavior = "Isolated" }, "漢字かな"));

    [Theory]
    [InlineData("""{"type":"Split","pattern":{"Regex":"(("}}""", "pattern.Regex")]
    [InlineData("""{"type":"Split","pattern":{"String":""}}""", "pattern.String")]
    [InlineData("""{"type":"Split","pattern":{"String":"-"},"behavior":"Eaten"}""", "behavior")]
    [InlineData("""{"type":"Metaspace","replacement":"__"}""", "replacement")]
    [InlineData("""{"type":"Metaspace","prepend_scheme":"second"}""", "prepend_scheme")]
    [InlineData("""{"type":"CharDelimiterSplit","delimiter":""}""", "delimiter")]
    [InlineData("""{"type":"UnicodeScripts"}""", "type")]
    [InlineData("""{"type":"Sequence","pretokenizers":[{"type":7}]}""", "pretokenizers[0].type")]
    public void Read_WrongSection_NamesTheField(string section, string field)
    {
        using var document = JsonDocument.Parse(section);
        Assert.Equal($"pre_tokenizer.{field}", Assert.Throws<InvalidManifestException>(() => PreTokenizerReader.Read(new ConfigNode(document.RootElement, "t.json", "pre_tokenizer"))).Field);
    }

    private static IPreTokenizer Read(object section) => PreTokenizerReader.Read(new ConfigNode(JsonSerializer.SerializeToElement(section), "t.json", "pre_tokenizer"));

    private static string Split(object section, string text)
    {
        List<Piece> words = [];
        Read(section).Split(new Piece(new AlignedText(text, 0)), words);
        return string.Join('|', words.Select(word => word.Span.ToString()));
    }
}
