using System.Text.Json;

namespace IndustrialAgents.Experts.Multimodal;

/// <summary>What an endpoint replied.</summary>
/// <param name="Text">The message's text.</param>
/// <param name="Finish">Why it ends.</param>
/// <param name="TokensRead">Tokens of the request; 0 where it does not say.</param>
/// <param name="TokensWritten">Tokens of the reply; 0 where it does not say.</param>
internal sealed record ChatReply(string Text, FinishReason Finish, long TokensRead, long TokensWritten)
{
    /// <summary>Reads the body of a reply.</summary>
    /// <exception cref="InvalidDataException">It is not the JSON that the protocol asks for.</exception>
    public static ChatReply Read(byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            var root = json.RootElement;
            if (!TryGet(root, "choices", JsonValueKind.Array, out var choices) || choices.GetArrayLength() == 0
                || !TryGet(choices[0], "message", JsonValueKind.Object, out var message) || !TryGet(message, "content", JsonValueKind.String, out var content))
            {
                throw new InvalidDataException("its reply has no choices[0].message.content; it does not speak the chat completions protocol, or the model refused");
            }

            var finish = TryGet(choices[0], "finish_reason", JsonValueKind.String, out var reason) && reason.GetString() == "length" ? FinishReason.Length : FinishReason.Stop;
            var usage = TryGet(root, "usage", JsonValueKind.Object, out var found) ? found : default;
            return new ChatReply(content.GetString()!, finish, Tokens(usage, "prompt_tokens"), Tokens(usage, "completion_tokens"));
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"its reply is no JSON: {e.Message}", e);
        }
    }

    /// <summary>The choice among labels that the text holds: the probability it gives, and what is left shared by the others.</summary>
    /// <exception cref="InvalidDataException">It is no such choice, or of a label that does not exist.</exception>
    public ClassProbabilities Choose(IReadOnlyList<string> labels)
    {
        try
        {
            using var json = JsonDocument.Parse(Text);
            if (!TryGet(json.RootElement, "label", JsonValueKind.String, out var label) || !TryGet(json.RootElement, "confidence", JsonValueKind.Number, out var number)
                || !number.TryGetDouble(out var confidence) || confidence is not (>= 0 and <= 1))
            {
                throw new InvalidDataException("the model's answer has no label, or no confidence from 0 to 1");
            }

            var at = labels.ToList().IndexOf(label.GetString()!);
            if (at < 0)
            {
                throw new InvalidDataException($"the model answered '{Short(label.GetString()!)}', which is none of {string.Join(", ", labels)}");
            }

            // The label it names is never less probable than the others, and never certain.
            var named = Math.Clamp(confidence, 1.0 / labels.Count, 0.999);
            var probabilities = new double[labels.Count];
            Array.Fill(probabilities, (1 - named) / (labels.Count - 1));
            probabilities[at] = named;
            return new ClassProbabilities(labels, probabilities) { Confidence = named };
        }
        catch (JsonException e)
        {
            throw new InvalidDataException(
                Finish == FinishReason.Length ? "the model's answer was cut off by the limit on tokens; raise maxTokens" : $"the model's answer is no JSON: {e.Message}", e);
        }
    }

    private static bool TryGet(JsonElement parent, string name, JsonValueKind kind, out JsonElement value)
    {
        value = default;
        return parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out value) && value.ValueKind == kind;
    }

    private static long Tokens(JsonElement usage, string name) => TryGet(usage, name, JsonValueKind.Number, out var value) && value.TryGetInt64(out var count) && count > 0 ? count : 0;

    private static string Short(string text) => text.Length > 60 ? text[..60] + "…" : text;
}
