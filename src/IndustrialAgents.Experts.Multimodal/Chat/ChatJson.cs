using System.Text.Json;

namespace IndustrialAgents.Experts.Multimodal;

/// <summary>Reads what an endpoint sent, which may be anything.</summary>
internal static class ChatJson
{
    private const int MaxQuote = 120;

    /// <summary>A member of an object, where both are of the right kind.</summary>
    public static bool TryGet(this JsonElement parent, string name, JsonValueKind kind, out JsonElement value)
    {
        value = default;
        return parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out value) && value.ValueKind == kind;
    }

    /// <summary>Why a choice ends; null where it does not say.</summary>
    /// <exception cref="InvalidDataException">The endpoint's filter held the text back.</exception>
    public static FinishReason? Finish(this JsonElement choice) => !choice.TryGet("finish_reason", JsonValueKind.String, out var reason) ? null : reason.GetString() switch
    {
        "length" => FinishReason.Length,
        "content_filter" => throw new InvalidDataException("its filter held the text back (finish_reason content_filter)"),
        _ => FinishReason.Stop,
    };

    /// <summary>Throws where a message says that the model will not answer.</summary>
    /// <exception cref="InvalidDataException">It does.</exception>
    public static void RequireNoRefusal(this JsonElement message)
    {
        if (message.TryGet("refusal", JsonValueKind.String, out var refusal) && refusal.GetString() is { Length: > 0 } said)
        {
            throw new InvalidDataException($"the model refused: {Short(said)}");
        }
    }

    /// <summary>A text cut to what fits a message.</summary>
    public static string Short(string text) => text.Length > MaxQuote ? text[..MaxQuote] + "…" : text;
}
