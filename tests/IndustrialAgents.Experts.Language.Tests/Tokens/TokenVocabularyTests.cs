using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace IndustrialAgents.Experts.Language.Tests;

public sealed class TokenVocabularyTests
{
    [Theory]
    [InlineData("""{"b":1,"a":0}""")]
    [InlineData("""{"token2id":{"b":1,"a":0},"id2token":{"0":"a","1":"b"}}""")]
    public void Parse_EitherForm_FindsTokensAndIds(string json)
    {
        var vocabulary = Parse(json);

        Assert.Equal(["a", "b"], vocabulary.Tokens);
        Assert.Equal(2, vocabulary.Count);
        Assert.True(vocabulary.TryGetId("b", out var id) && id == 1);
        Assert.True(vocabulary.TryGetToken(0, out var token) && token == "a");
        Assert.False(vocabulary.TryGetId("c", out _));
        Assert.False(vocabulary.TryGetToken(2, out _));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("1")]
    [InlineData("""{"a":-1}""")]
    [InlineData("""{"a":0.5}""")]
    [InlineData("""{"a":"0"}""")]
    [InlineData("""{"a":99999999999}""")]
    [InlineData("""{"a":0,"a":1}""")]
    [InlineData("""{"a":0,"b":0}""")]
    [InlineData("""{"\uD800":0}""")]
    [InlineData("""{"token2id":{}}""")]
    public void Parse_NoVocabulary_Throws(string json) => Assert.Throws<InvalidManifestException>(() => Parse(json));

    [Fact]
    public void Parse_AnyTokens_AreFoundAgain()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<NonEmptyArray<NonNull<string>>>(), drawn =>
        {
            // A lone surrogate is no Unicode, and JSON would replace it.
            var tokens = drawn.Get.Select(token => token.Get).Where(token => !token.Any(char.IsSurrogate)).Append("end").Distinct().ToArray();
            var json = JsonSerializer.Serialize(tokens.Select((token, id) => (token, id)).ToDictionary(pair => pair.token, pair => pair.id));
            var vocabulary = Parse(json);
            return tokens.Select((token, id) => vocabulary.TryGetId(token, out var found) && found == id).All(found => found)
                && vocabulary.Tokens.SequenceEqual(tokens);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Parse_Damaged_ThrowsTypedExceptionOrReads()
    {
        var json = Encoding.UTF8.GetBytes("""{"token2id": {"Milling": 0, "5-axis Milling": 1, "<EOS>": 2, "\u00e9": 3}, "id2token": {"0": "x"}}""");
        foreach (var damaged in Corruption.Of(json))
        {
            try
            {
                TokenVocabulary.Parse(damaged, "vocabulary");
            }
            catch (InvalidManifestException)
            {
            }
        }
    }

    private static TokenVocabulary Parse(string json) => TokenVocabulary.Parse(Encoding.UTF8.GetBytes(json), "vocabulary");
}
