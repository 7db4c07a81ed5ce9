using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace IndustrialAgents.Experts.Language;

/// <summary>
/// The tokens of a model, each a whole word or phrase with an id: no merging of pieces. Immutable and thread-safe.
/// </summary>
public sealed class TokenVocabulary
{
    private const int MaxId = (1 << 24) - 1;

    private readonly Dictionary<string, int> _ids;
    private readonly Dictionary<int, string> _tokens;

    private TokenVocabulary(Dictionary<string, int> ids, Dictionary<int, string> tokens)
    {
        _ids = ids;
        _tokens = tokens;
    }

    /// <summary>Number of tokens.</summary>
    public int Count => _ids.Count;

    /// <summary>The tokens, in order of their ids.</summary>
    public IEnumerable<string> Tokens => _tokens.OrderBy(token => token.Key).Select(token => token.Value);

    /// <summary>
    /// Reads a vocabulary from UTF-8 JSON: an object of token to id, as <c>vocab.json</c> of Hugging Face's tokenizers, or one that holds such an
    /// object as <c>token2id</c>.
    /// </summary>
    /// <param name="json">The vocabulary.</param>
    /// <param name="source">What it is called in errors.</param>
    /// <exception cref="InvalidManifestException">It is no such object, is empty, an id is no number from 0 to 16,777,215, or a token or id occurs twice.</exception>
    public static TokenVocabulary Parse(ReadOnlyMemory<byte> json, string source)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 8 });
            return Read(document.RootElement, source);
        }
        catch (JsonException e)
        {
            throw new InvalidManifestException(source, "vocabulary", $"is not JSON: {e.Message}", e);
        }
        catch (InvalidOperationException e)
        {
            // A string with half a surrogate pair, which JSON's grammar allows and UTF-16 does not.
            throw new InvalidManifestException(source, "vocabulary", $"holds text that is not Unicode: {e.Message}", e);
        }
    }

    /// <summary>Finds a token's id.</summary>
    public bool TryGetId(string token, out int id) => _ids.TryGetValue(token, out id);

    /// <summary>Finds an id's token.</summary>
    public bool TryGetToken(int id, [MaybeNullWhen(false)] out string token) => _tokens.TryGetValue(id, out token);

    private static TokenVocabulary Read(JsonElement root, string source)
    {
        var field = "vocabulary";
        if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("token2id", out var inner) && inner.ValueKind == JsonValueKind.Object)
        {
            root = inner;
            field = "token2id";
        }

        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new InvalidManifestException(source, field, $"is {root.ValueKind}; a vocabulary is an object of token to id");
        }

        var ids = new Dictionary<string, int>();
        var tokens = new Dictionary<int, string>();
        foreach (var property in root.EnumerateObject())
        {
            if (property.Value.ValueKind != JsonValueKind.Number || !property.Value.TryGetInt32(out var id) || id is < 0 or > MaxId)
            {
                throw new InvalidManifestException(source, $"{field}.{property.Name}", $"is {Shorten(property.Value)}; an id is a whole number from 0 to {MaxId}");
            }

            if (!ids.TryAdd(property.Name, id))
            {
                throw new InvalidManifestException(source, $"{field}.{property.Name}", "occurs twice");
            }

            if (!tokens.TryAdd(id, property.Name))
            {
                throw new InvalidManifestException(source, $"{field}.{property.Name}", $"has the id {id} of '{tokens[id]}'; ids are unique");
            }
        }

        return ids.Count > 0 ? new TokenVocabulary(ids, tokens) : throw new InvalidManifestException(source, field, "is empty");
    }

    private static string Shorten(JsonElement value)
    {
        var text = value.GetRawText();
        return text.Length <= 40 ? text : $"{text[..40]}...";
    }
}
