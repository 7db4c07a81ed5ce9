using System.Text.Json;

namespace IndustrialAgents.Experts.Multimodal;

/// <summary>What an endpoint replied.</summary>
/// <param name="Text">The message's text.</param>
/// <param name="Finish">Why it ends.</param>
/// <param name="Usage">Tokens used.</param>
internal sealed record ChatReply(string Text, FinishReason Finish, ChatUsage Usage)
{
    /// <summary>Reads the body of a reply.</summary>
    /// <exception cref="InvalidDataException">It is not the JSON that the protocol asks for, or the model refused.</exception>
    public static ChatReply Read(byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            var root = json.RootElement;
            if (!root.TryGet("choices", JsonValueKind.Array, out var choices) || choices.GetArrayLength() == 0 || !choices[0].TryGet("message", JsonValueKind.Object, out var message))
            {
                throw new InvalidDataException("its reply has no choices[0].message; it does not speak the chat completions protocol");
            }

            message.RequireNoRefusal();
            var finish = choices[0].Finish() ?? FinishReason.Stop;
            return message.TryGet("content", JsonValueKind.String, out var content)
                ? new ChatReply(content.GetString()!, finish, root.TryGet("usage", JsonValueKind.Object, out var usage) ? ChatUsage.Read(usage) : default)
                : throw new InvalidDataException("its reply has no choices[0].message.content; the model wrote no text");
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
        using var json = Json();
        if (!json.RootElement.TryGet("label", JsonValueKind.String, out var label) || !json.RootElement.TryGet("confidence", JsonValueKind.Number, out var number)
            || !number.TryGetDouble(out var confidence) || confidence is not (>= 0 and <= 1))
        {
            throw new InvalidDataException("the model's answer has no label, or no confidence from 0 to 1");
        }

        var at = IndexOf(label.GetString()!, labels);

        // The label it names is never less probable than the others, and never certain.
        var named = Math.Clamp(confidence, 1.0 / labels.Count, 0.999);
        var probabilities = new double[labels.Count];
        Array.Fill(probabilities, (1 - named) / (labels.Count - 1));
        probabilities[at] = named;
        return new ClassProbabilities(labels, probabilities) { Confidence = named };
    }

    /// <summary>The text, which must be what the request asked for.</summary>
    /// <param name="sampling">What it asked for; null for any text.</param>
    /// <exception cref="InvalidDataException">It is none of the choices, or no JSON where a schema was given.</exception>
    public GeneratedText Write(SamplingParameters? sampling)
    {
        var text = Text;
        if (sampling is { Choices.Count: > 0 })
        {
            using var json = Json();
            text = json.RootElement.TryGet(ChatPrompt.Choice, JsonValueKind.String, out var choice)
                ? sampling.Choices[IndexOf(choice.GetString()!, sampling.Choices)]
                : throw new InvalidDataException("the model's answer names none of the choices");
        }
        else if (sampling?.JsonSchema is not null && Finish == FinishReason.Stop)
        {
            Json().Dispose();
        }

        return new GeneratedText(text, Finish) { PromptTokens = Usage.TokensRead, CompletionTokens = Usage.TokensWritten };
    }

    private static int IndexOf(string said, IReadOnlyList<string> choices)
    {
        for (var i = 0; i < choices.Count; i++)
        {
            if (choices[i] == said)
            {
                return i;
            }
        }

        throw new InvalidDataException($"the model answered '{ChatJson.Short(said)}', which is none of {ChatJson.Short(string.Join(", ", choices))}");
    }

    private JsonDocument Json()
    {
        try
        {
            return JsonDocument.Parse(Text);
        }
        catch (JsonException e)
        {
            throw new InvalidDataException(
                Finish == FinishReason.Length ? "the model's answer was cut off by the limit on tokens; raise maxTokens" : $"the model's answer is no JSON: {e.Message}", e);
        }
    }
}
