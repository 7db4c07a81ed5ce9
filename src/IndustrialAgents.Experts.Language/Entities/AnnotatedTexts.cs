using System.Text.Json;

namespace IndustrialAgents.Experts.Language.Entities;

/// <summary>Reads texts with entities: a JSON list of objects with <c>tokens</c> and <c>entities</c> (start, end, type), as MaintIE has them. Thread-safe.</summary>
public static class AnnotatedTexts
{
    private const int MaxBytes = 256 << 20;

    /// <summary>Reads a file. A type <c>a/b/c</c> is a path in a hierarchy; its first part is taken, so that classes are the top ones.</summary>
    /// <exception cref="InvalidDataException">It is no such list, names the place, or is too large.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static IReadOnlyList<EntityExample> Read(string path)
    {
        var file = new FileInfo(path);
        if (file.Exists && file.Length > MaxBytes)
        {
            throw new InvalidDataException($"{path}: {file.Length} bytes; at most {MaxBytes} are read; split the file");
        }

        var examples = new List<EntityExample>();
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            foreach (var text in document.RootElement.EnumerateArray())
            {
                string[] tokens = [.. text.GetProperty("tokens").EnumerateArray().Select(token => token.GetString() ?? throw new InvalidRequestException("tokens", "a token is null; give its text"))];
                EntitySpan[] spans = [.. text.GetProperty("entities").EnumerateArray().Select(Span).Distinct()];
                LayeredTags.Encode(tokens.Length, spans);
                examples.Add(new EntityExample(tokens, spans));
            }
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or InvalidRequestException)
        {
            throw new InvalidDataException($"{path}, text {examples.Count + 1}: {e.Message}; each has tokens and entities with start, end and type, in UTF-8", e);
        }

        return examples;
    }

    private static EntitySpan Span(JsonElement entity) =>
        new(entity.GetProperty("start").GetInt32(), entity.GetProperty("end").GetInt32(), (entity.GetProperty("type").GetString() ?? "").Split('/')[0]);
}
