namespace IndustrialAgents.Experts.Language.Entities;

/// <summary>
/// Entities as one tag a token and back: in each of two layers B-class begins an entity, I-class goes on with it, O is none, and the two layers'
/// tags are joined by <c>|</c> (BIO of Ramshaw and Marcus 1995, arXiv:cmp-lg/9505040; joined labels for nested entities of Alex, Haddow and Grover 2007,
/// doi:10.3115/1572392.1572404). The first layer holds the longest entities, the second those that overlap them; what overlaps both is lost. Thread-safe.
/// </summary>
public static class LayeredTags
{
    /// <summary>The tag outside of every entity.</summary>
    public const string Outside = "O";

    private const int Layers = 2;

    /// <summary>Writes entities as tags.</summary>
    /// <param name="length">Number of tokens.</param>
    /// <param name="spans">The entities, each within the tokens and with a class.</param>
    /// <returns>One tag a token.</returns>
    /// <exception cref="InvalidRequestException">An entity is empty, leaves the tokens or has no usable class.</exception>
    public static string[] Encode(int length, IEnumerable<EntitySpan> spans)
    {
        ArgumentNullException.ThrowIfNull(spans);
        var layers = new string?[Layers][];
        for (var layer = 0; layer < Layers; layer++)
        {
            layers[layer] = new string?[length];
        }

        foreach (var span in spans.OrderBy(span => span.Start).ThenByDescending(span => span.End).ThenBy(span => span.Class, StringComparer.Ordinal))
        {
            Check(span, length);
            if (Array.Find(layers, layer => Array.TrueForAll(layer[span.Start..span.End], tag => tag is null)) is { } free)
            {
                Array.Fill(free, "I-" + span.Class, span.Start, span.End - span.Start);
                free[span.Start] = "B-" + span.Class;
            }
        }

        var tags = new string[length];
        for (var i = 0; i < length; i++)
        {
            tags[i] = (layers[0][i] ?? Outside) + (layers[1][i] is { } inner ? "|" + inner : "");
        }

        return tags;
    }

    /// <summary>Reads entities from tags, in order of their beginnings, longer ones first. An I that follows no entity of its class begins one.</summary>
    public static IReadOnlyList<EntitySpan> Decode(IReadOnlyList<string> tags)
    {
        ArgumentNullException.ThrowIfNull(tags);
        var spans = new List<EntitySpan>();
        for (var layer = 0; layer < Layers; layer++)
        {
            EntitySpan? open = null;
            for (var i = 0; i <= tags.Count; i++)
            {
                var parts = i < tags.Count ? tags[i].Split('|') : [];
                var tag = layer < parts.Length ? parts[layer] : Outside;
                if (open is { } span && tag.StartsWith("I-", StringComparison.Ordinal) && tag.AsSpan(2).SequenceEqual(span.Class))
                {
                    open = span with { End = i + 1 };
                    continue;
                }

                if (open is { } ended)
                {
                    spans.Add(ended);
                }

                open = tag == Outside ? null : new EntitySpan(i, i + 1, tag[2..]);
            }
        }

        return [.. spans.Distinct().OrderBy(span => span.Start).ThenByDescending(span => span.End).ThenBy(span => span.Class, StringComparer.Ordinal)];
    }

    private static void Check(EntitySpan span, int length)
    {
        InvalidRequestException.Require(
            span.Start >= 0 && span.Start < span.End && span.End <= length, "entities", $"an entity from token {span.Start} to {span.End}; the text has {length} tokens, and an entity at least one");
        InvalidRequestException.Require(
            !string.IsNullOrWhiteSpace(span.Class) && !span.Class.Contains('|', StringComparison.Ordinal), "entities", $"class '{span.Class}'; a class is a word without |");
    }
}
