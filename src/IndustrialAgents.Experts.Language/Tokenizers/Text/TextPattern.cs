using System.Text.Json;

namespace IndustrialAgents.Experts.Language.Tokenizers;

/// <summary>What a tokenizer searches for: <c>{"String": ...}</c>, <c>{"Regex": ...}</c> or a bare string. Thread-safe.</summary>
internal sealed class TextPattern
{
    private readonly string? _literal;
    private readonly TokenPattern? _regex;

    private TextPattern(string? literal, TokenPattern? regex) => (_literal, _regex) = (literal, regex);

    public static TextPattern Read(ConfigNode node, string field)
    {
        if (node.Has(field) && node.Element.GetProperty(field).ValueKind == JsonValueKind.String)
        {
            return Literal(node, field, node.Text(field));
        }

        var inner = node.Node(field);
        return inner.Has("Regex") ? new TextPattern(null, new TokenPattern(inner, "Regex", inner.Text("Regex"))) : Literal(inner, "String", inner.Text("String"));
    }

    /// <summary>Where it occurs in a part, from its beginning, in order and without overlap.</summary>
    public IEnumerable<(int Start, int End)> Matches(Piece piece)
    {
        if (_regex is not null)
        {
            return _regex.Matches(piece.Source.Text, piece.Start, piece.Length);
        }

        var found = new List<(int, int)>();
        var text = piece.Span;
        for (var at = 0; text[at..].IndexOf(_literal, StringComparison.Ordinal) is var next and >= 0; at += next + _literal!.Length)
        {
            found.Add((at + next, at + next + _literal!.Length));
        }

        return found;
    }

    private static TextPattern Literal(ConfigNode node, string field, string literal) =>
        literal.Length > 0 ? new TextPattern(literal, null) : throw node.Invalid(field, "is empty; name what to search for");
}
