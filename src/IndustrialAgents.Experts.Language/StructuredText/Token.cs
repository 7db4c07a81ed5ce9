namespace IndustrialAgents.Experts.Language.StructuredText;

/// <summary>A word of a structured text.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The word; keywords in capitals.</param>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column, from 1.</param>
internal readonly record struct Token(TokenKind Kind, string Text, int Line, int Column)
{
    public bool Is(string text) => Kind is TokenKind.Keyword or TokenKind.Sign && Text == text;

    public override string ToString() => Kind == TokenKind.End ? "the end of the text" : $"'{(Text.Length <= 40 ? Text : $"{Text[..40]}...")}'";
}
