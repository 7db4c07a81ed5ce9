using IndustrialAgents.Experts.Language.Tokenizers;

namespace IndustrialAgents.Experts.Language.Tests.Tokenizers;

public sealed class Llama2cTokenizerTests
{
    [Fact]
    public void Decode_PublishedStory_GivesItsText()
    {
        var tokenizer = Llama2cTokenizer.Parse(File.ReadAllBytes(Path.Combine(TestData.Model("stories260k"), "tok512.bin")), "tok512.bin");
        using var reference = TestData.Reference("stories260k");
        var ids = reference.RootElement.GetProperty("ids_256").EnumerateArray().Select(id => id.GetInt32()).ToArray();
        var text = reference.RootElement.GetProperty("text_256_steps").GetString()!;
        Assert.Equal(text, tokenizer.Decode(ids));

        // The model need not write what the tokenizer would have cut: here it does.
        Assert.Equal([Llama2cTokenizer.Begin, .. ids], tokenizer.Encode(text).Ids);
    }

    [Fact]
    public void Encode_AnyText_DecodesToItself()
    {
        var tokenizer = Llama2cTokenizer.Parse(File.ReadAllBytes(Path.Combine(TestData.Model("stories260k"), "tok512.bin")), "tok512.bin");
        foreach (var text in new[] { "", "Lily", " two  spaces ", "Überdruck 85 °C", "\U0001F527 nut\n", "\uD83D" })
        {
            Assert.Equal(text.Replace('\uD83D', '\uFFFD') is var whole && text.Length > 1 ? text : whole, tokenizer.Decode(tokenizer.Encode(text).Ids));
        }
    }

    [Fact]
    public void Parse_DamagedFile_NamesTheByteOrReads()
    {
        var whole = File.ReadAllBytes(Path.Combine(TestData.Model("stories260k"), "tok512.bin"));
        foreach (var damaged in Corruption.Of(whole, flips: 300).Where((_, i) => i % 7 == 0))
        {
            try
            {
                Llama2cTokenizer.Parse(damaged, "tok.bin").Encode("pump");
            }
            catch (InvalidManifestException error)
            {
                Assert.Contains("tok.bin", error.Message, StringComparison.Ordinal);
            }
        }
    }
}
