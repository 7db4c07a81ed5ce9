using IndustrialAgents.Experts.Language.Knowledge;

namespace IndustrialAgents.Experts.Language.Tests.Knowledge;

public sealed class WordsTests
{
    [Theory]
    [InlineData("Öldruck an der Düse", "oldruck an der duse")]
    [InlineData("café CAFE\u0301", "cafe cafe")]
    [InlineData("seals, bodies; pump-7", "seal body pump 7")]
    [InlineData("a\uD800b", "a b")]
    [InlineData(" ", "")]
    public void Of_Text_IsItsWordsWithoutCaseAndAccents(string text, string words) => Assert.Equal(words, string.Join(' ', Words.Of(text)));
}
