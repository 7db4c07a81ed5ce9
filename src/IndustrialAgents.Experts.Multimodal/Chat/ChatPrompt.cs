using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace IndustrialAgents.Experts.Multimodal;

/// <summary>
/// Writes a request in the form of OpenAI-compatible chat completions: texts by who says them, series as text, pictures as <c>image_url</c> parts with data
/// URIs, and for a choice the JSON schema of the answer. Thread-safe.
/// </summary>
internal static class ChatPrompt
{
    /// <summary>Member of the reply that holds the text chosen from a request's choices.</summary>
    public const string Choice = "choice";

    /// <summary>The body of the HTTP request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="options">What it does not say.</param>
    /// <param name="labels">What to choose from; empty for a text.</param>
    /// <param name="streams">Whether the reply shall come in events.</param>
    /// <exception cref="InvalidRequestException">An input is of a kind that cannot be sent, or a schema is no JSON.</exception>
    public static byte[] Write(Request request, ChatOptions options, IReadOnlyList<string> labels, bool streams = false)
    {
        var sampling = request.Parameters.Sampling;
        var body = new JsonObject
        {
            ["model"] = options.Model,
            ["temperature"] = sampling?.Temperature ?? options.Temperature,
            ["max_tokens"] = request.Parameters.MaxTokens ?? options.MaxTokens,
            ["messages"] = ChatMessages.Write(request.Inputs, Instruction(request, options, labels)),
        };
        if (sampling is not null && labels.Count == 0)
        {
            Sample(body, sampling);
        }

        if (Format(sampling, labels) is { } schema)
        {
            body["response_format"] = new JsonObject
            {
                ["type"] = "json_schema",
                ["json_schema"] = new JsonObject { ["name"] = "answer", ["strict"] = true, ["schema"] = schema },
            };
        }

        if (streams)
        {
            body["stream"] = true;
            body["stream_options"] = new JsonObject { ["include_usage"] = true };
        }

        return JsonSerializer.SerializeToUtf8Bytes(body);
    }

    private static string Instruction(Request request, ChatOptions options, IReadOnlyList<string> labels)
    {
        // A conversation that brings its own instruction is not told another.
        var own = request.Inputs.Any(input => input is TextInput { Role: ChatRole.System });
        var text = new StringBuilder(options.Instruction ?? request.Task switch
        {
            ExpertTask.Classify => "You name the class of what an industrial plant sends you.",
            ExpertTask.Diagnose => "You name the failure mode behind what an industrial plant sends you about one machine.",
            _ when own => "",
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
        else if (request.Parameters.Sampling is { Choices: { Count: > 0 } choices })
        {
            text.Append(CultureInfo.InvariantCulture, $" Reply with JSON only: {Choice} is one of ").AppendJoin(", ", choices.Select(choice => JsonSerializer.Serialize(choice))).Append('.');
        }

        return text.ToString().Trim();
    }

    // The last three are known to vLLM and its like; an endpoint that does not know them refuses, so they go only where they are asked for.
    private static void Sample(JsonObject body, SamplingParameters sampling)
    {
        Add("top_p", sampling.TopP);
        Add("seed", sampling.Seed);
        Add("top_k", sampling.TopK);
        Add("min_p", sampling.MinP);
        Add("repetition_penalty", sampling.RepetitionPenalty);
        if (sampling.Stop.Count > 0)
        {
            body["stop"] = new JsonArray([.. sampling.Stop.Select(stop => (JsonNode)stop)]);
        }

        void Add<T>(string name, T? value)
            where T : struct
        {
            if (value is { } given)
            {
                body[name] = JsonValue.Create(given);
            }
        }
    }

    private static JsonNode? Format(SamplingParameters? sampling, IReadOnlyList<string> labels)
    {
        if (labels.Count > 0)
        {
            return Schema(("label", OneOf(labels)), ("confidence", new JsonObject { ["type"] = "number", ["minimum"] = 0, ["maximum"] = 1 }));
        }

        if (sampling is { Choices: { Count: > 0 } choices })
        {
            return Schema((Choice, OneOf(choices)));
        }

        try
        {
            return sampling?.JsonSchema is { } schema ? JsonNode.Parse(schema) : null;
        }
        catch (JsonException e)
        {
            throw new InvalidRequestException("parameters.sampling.jsonSchema", $"is no JSON: {e.Message}", e);
        }
    }

    private static JsonObject OneOf(IReadOnlyList<string> texts) => new() { ["type"] = "string", ["enum"] = new JsonArray([.. texts.Select(text => (JsonNode)text)]) };

    private static JsonObject Schema(params (string Name, JsonNode Type)[] members)
    {
        var properties = new JsonObject();
        foreach (var (name, type) in members)
        {
            properties[name] = type;
        }

        return new JsonObject
        {
            ["type"] = "object",
            ["properties"] = properties,
            ["required"] = new JsonArray([.. members.Select(member => (JsonNode)member.Name)]),
            ["additionalProperties"] = false,
        };
    }
}
