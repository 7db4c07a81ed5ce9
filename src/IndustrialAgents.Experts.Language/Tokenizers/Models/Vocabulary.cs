using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace IndustrialAgents.Experts.Language.Tokenizers;

/// <summary>Tokens and their ids. Immutable and thread-safe.</summary>
internal sealed class Vocabulary
{
    // More than any known tokenizer has, and little enough to be held.
    private const int MaxId = (1 << 22) - 1;

    private readonly Dictionary<string, int> _ids;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _bySpan;
    private readonly string?[] _tokens;

    private Vocabulary(Dictionary<string, int> ids, string?[] tokens) => (_ids, _bySpan, _tokens) = (ids, ids.GetAlternateLookup<ReadOnlySpan<char>>(), tokens);

    /// <summary>One more than the highest id.</summary>
    public int Size => _tokens.Length;

    public IEnumerable<KeyValuePair<string, int>> Tokens => _ids;

    /// <summary>Reads an object of token to id.</summary>
    public static Vocabulary Read(ConfigNode model)
    {
        var (node, ids, size) = (model.Node("vocab"), new Dictionary<string, int>(), 0);
        foreach (var token in node.Element.EnumerateObject())
        {
            if (token.Value.ValueKind != JsonValueKind.Number || !token.Value.TryGetInt32(out var id) || id is < 0 or > MaxId)
            {
                throw node.Invalid(token.Name, $"is not an id, a whole number from 0 to {MaxId}");
            }

            ids[token.Name] = id;
            size = Math.Max(size, id + 1);
        }

        if (ids.Count == 0)
        {
            throw model.Invalid("vocab", "is empty");
        }

        var tokens = new string?[size];
        foreach (var (token, id) in ids)
        {
            tokens[id] = token;
        }

        return new Vocabulary(ids, tokens);
    }

    /// <summary>Tokens whose ids are their places in a list; the first of equal ones counts.</summary>
    public static Vocabulary Of(IReadOnlyList<string> tokens)
    {
        var ids = new Dictionary<string, int>(tokens.Count);
        for (var id = 0; id < tokens.Count; id++)
        {
            ids.TryAdd(tokens[id], id);
        }

        return new Vocabulary(ids, [.. tokens]);
    }

    public bool TryGetId(ReadOnlySpan<char> token, out int id) => _bySpan.TryGetValue(token, out id);

    public bool TryGetToken(int id, [MaybeNullWhen(false)] out string token)
    {
        token = id >= 0 && id < _tokens.Length ? _tokens[id] : null;
        return token is not null;
    }

    /// <summary>The id of a token that a field names.</summary>
    /// <exception cref="InvalidManifestException">There is no such token.</exception>
    public int Require(ConfigNode node, string? field, string token) => _ids.TryGetValue(token, out var id) ? id : throw node.Invalid(field, $"'{token}' is not in the vocabulary");
}
