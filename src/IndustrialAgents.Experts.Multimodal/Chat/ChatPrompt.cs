using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace IndustrialAgents.Experts.Multimodal;

/// <summary>
/// Writes a request in the form of OpenAI-compatible chat completions: texts and series as text parts, pictures as <c>image_url</c> parts with data URIs,
/// and for a choice among labels the JSON schema of the answer. Thread-safe.
/// </summary>
internal static class ChatPrompt
{
    /// <summary>The body of the HTTP request.</summary>
    /// <exception cref="InvalidRequestException">An input is of a kind that cannot be sent.</exception>
    public static byte[] Write(Request request, ChatOptions options, IReadOnlyList<string> labels)
    {
        var chooses = request.Task is ExpertTask.Classify or ExpertTask.Diagnose;
        var content = new JsonArray();
        for (var i = 0; i < request.Inputs.Count; i++)
        {
            content.Add(Part(request.Inputs[i], i));
        }

        var body = new JsonObject
        {
            ["model"] = options.Model,
            ["temperature"] = options.Temperature,
            ["max_tokens"] = request.Parameters.MaxTokens ?? options.MaxTokens,
            ["messages"] = new JsonArray(
                new JsonObject { ["role"] = "system", ["content"] = Instruction(request, options, chooses ? labels : []) },
                new JsonObject { ["role"] = "user", ["content"] = content }),
        };
        if (chooses)
        {
            body["response_format"] = Format(labels);
        }

        return JsonSerializer.SerializeToUtf8Bytes(body);
    }

    private static string Instruction(Request request, ChatOptions options, IReadOnlyList<string> labels)
    {
        var text = new StringBuilder(options.Instruction ?? request.Task switch
        {
            ExpertTask.Classify => "You name the class of what an industrial plant sends you.",
            ExpertTask.Diagnose => "You name the failure mode behind what an industrial plant sends you about one machine.",
            _ => "You answer about the industrial plant that writes to you, from what it sends you only, briefly.",
        });
        if (request.Asset is { } asset)
        {
            text.Append(CultureInfo.InvariantCulture, $" The asset is {asset}.");
        }

        if (labels.Count > 0)
        {
            text.Append(" Reply with JSON only: label is one of ").AppendJoin(", ", labels).Append("; confidence is the probability, 0 to 1, that it is right.");
        }

        return text.ToString();
    }

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

    private static JsonObject Format(IReadOnlyList<string> labels) => new()
    {
        ["type"] = "json_schema",
        ["json_schema"] = new JsonObject
        {
            ["name"] = "choice",
            ["strict"] = true,
            ["schema"] = new JsonObject
            {
                ["type"] = "object",
                ["properties"] = new JsonObject
                {
                    ["label"] = new JsonObject { ["type"] = "string", ["enum"] = new JsonArray([.. labels.Select(label => (JsonNode)label)]) },
                    ["confidence"] = new JsonObject { ["type"] = "number", ["minimum"] = 0, ["maximum"] = 1 },
                },
                ["required"] = new JsonArray("label", "confidence"),
                ["additionalProperties"] = false,
            },
        },
    };
}
