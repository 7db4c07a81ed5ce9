using System.Text.Json.Nodes;

namespace IndustrialAgents.Experts.Multimodal;

/// <summary>Writes inputs as the messages of a chat. Thread-safe.</summary>
internal static class ChatMessages
{
    private const string Separator = "\n\n";

    /// <summary>
    /// The messages in order. Texts without a role, pictures and series are the user's; what one role says without another between is one message.
    /// </summary>
    /// <param name="inputs">The inputs.</param>
    /// <param name="instruction">What the system says before all; empty for nothing.</param>
    /// <exception cref="InvalidRequestException">An input is of a kind that cannot be sent.</exception>
    public static JsonArray Write(IReadOnlyList<RequestInput> inputs, string instruction)
    {
        var messages = new JsonArray();
        var (role, parts) = (ChatRole.System, new List<JsonObject>());
        if (instruction.Length > 0)
        {
            parts.Add(Text(instruction));
        }

        for (var i = 0; i < inputs.Count; i++)
        {
            var next = (inputs[i] as TextInput)?.Role ?? ChatRole.User;
            if (next != role)
            {
                End();
                role = next;
            }

            parts.Add(Part(inputs[i], i));
        }

        End();
        return messages;

        void End()
        {
            if (parts.Count > 0)
            {
                messages.Add(new JsonObject { ["role"] = Name(role), ["content"] = Content(parts) });
                parts.Clear();
            }
        }
    }

    // Models of text alone often take nothing but one string.
    private static JsonNode Content(List<JsonObject> parts) => parts.All(part => part.ContainsKey("text"))
        ? JsonValue.Create(string.Join(Separator, parts.Select(part => (string)part["text"]!)))
        : new JsonArray([.. parts]);

    private static string Name(ChatRole role) => role switch
    {
        ChatRole.System => "system",
        ChatRole.Assistant => "assistant",
        _ => "user",
    };

    private static JsonObject Part(RequestInput input, int number) => input switch
    {
        TextInput text => Text(text.Text),
        SeriesInput series => Text(SeriesSummary.Write(series.Series)),
        ImageInput image => new JsonObject
        {
            ["type"] = "image_url",
            ["image_url"] = new JsonObject { ["url"] = $"data:{MediaType(image.Data.Span, number)};base64,{Convert.ToBase64String(image.Data.Span)}" },
        },
        _ => throw new InvalidRequestException($"inputs[{number}]", "a tensor cannot be sent to a chat model; send text, an image or a series"),
    };

    private static JsonObject Text(string text) => new() { ["type"] = "text", ["text"] = text };

    private static string MediaType(ReadOnlySpan<byte> data, int number) => data switch
    {
        [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => "image/png",
        [0xFF, 0xD8, 0xFF, ..] => "image/jpeg",
        [(byte)'B', (byte)'M', ..] => "image/bmp",
        _ => throw new InvalidRequestException($"inputs[{number}].data", "it is neither PNG nor JPEG nor BMP; send one of these"),
    };
}
