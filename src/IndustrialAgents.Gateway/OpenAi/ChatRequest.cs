using System.Text.Json;

namespace IndustrialAgents.Gateway.OpenAi;

/// <summary>A request for a chat completion, as far as it is heeded here.</summary>
/// <param name="Model">The model.</param>
/// <param name="Request">What the router is asked; its task is still to be chosen.</param>
/// <param name="Task">The task, where the caller names one.</param>
/// <param name="Streams">Whether the text is sent while it is written.</param>
/// <param name="TellsUsage">Whether the stream ends with the tokens used.</param>
internal sealed record ChatRequest(string Model, Request Request, ExpertTask? Task, bool Streams, bool TellsUsage)
{
    private const string Base64 = ";base64,";

    /// <summary>Reads the body of <c>POST /v1/chat/completions</c>.</summary>
    /// <exception cref="InvalidRequestException">A field is wrong, or asks for what is not offered.</exception>
    public static ChatRequest Read(JsonElement body)
    {
        var root = new BodyReader(body, "");
        foreach (var refused in (string[])["tools", "functions", "audio", "logprobs"])
        {
            if (root.Find(refused) is { } field && field.Element.ValueKind != JsonValueKind.False && !(field.Element.ValueKind == JsonValueKind.Array && field.Element.GetArrayLength() == 0))
            {
                throw new InvalidRequestException(refused, "is not offered here; leave it out");
            }
        }

        if (root.Find("n") is { } count && count.Whole() != 1)
        {
            throw count.Wrong("1: one answer is given");
        }

        var inputs = new List<RequestInput>();
        foreach (var message in root.Require("messages", "a list of messages").Items())
        {
            AddMessage(message, inputs);
        }

        var metadata = root.Find("metadata");
        return new ChatRequest(
            root.Require("model", "the name of an expert, or auto").Text(),
            new Request
            {
                Task = ExpertTask.Generate,
                Inputs = inputs,
                Asset = metadata?.Find("asset") is { } asset ? AssetPath.TryParse(asset.Text(), out var path) ? path : throw asset.Wrong("an asset's path such as acme/west/pumps/p1") : null,
                Route = metadata?.Find("route")?.Text(),
                Parameters = new RequestParameters { MaxTokens = (root.Find("max_completion_tokens") ?? root.Find("max_tokens"))?.Count(), Sampling = ReadSampling(root) },
            },
            metadata?.Find("task") is { } task ? Enum.TryParse<ExpertTask>(task.Text(), ignoreCase: true, out var named) && Enum.IsDefined(named) ? named : throw task.Wrong("a task such as generate, answer or plan") : null,
            root.Find("stream")?.Flag() ?? false,
            root.Find("stream_options")?.Find("include_usage")?.Flag() ?? false);
    }

    private static SamplingParameters? ReadSampling(BodyReader root)
    {
        foreach (var penalty in (string[])["presence_penalty", "frequency_penalty"])
        {
            if (root.Find(penalty) is { } field && field.Number() != 0)
            {
                throw field.Wrong("0: repetition_penalty is offered instead");
            }
        }

        var sampling = new SamplingParameters
        {
            Temperature = root.Find("temperature")?.Number(),
            TopP = root.Find("top_p")?.Number(),
            TopK = root.Find("top_k")?.Count(),
            MinP = root.Find("min_p")?.Number(),
            RepetitionPenalty = root.Find("repetition_penalty")?.Number(),
            Seed = root.Find("seed")?.Whole(),
            Stop = root.Find("stop")?.Texts() ?? [],
            Choices = root.Find("guided_choice")?.Texts() ?? [],
            JsonSchema = root.Find("response_format") is { } format ? ReadSchema(format) : null,
        };

        // Records with lists are never equal; what was given is.
        return sampling is { Temperature: null, TopP: null, TopK: null, MinP: null, RepetitionPenalty: null, Seed: null, Stop: [], Choices: [], JsonSchema: null } ? null : sampling;
    }

    private static string? ReadSchema(BodyReader format) => format.Require("type", "text, json_object or json_schema").Text() switch
    {
        "text" => null,
        "json_object" => SamplingParameters.AnyJsonObject,
        "json_schema" => format.Require("json_schema", "an object with a schema").Require("schema", "a JSON schema").Element.GetRawText(),
        _ => throw format.Require("type", "").Wrong("text, json_object or json_schema"),
    };

    private static void AddMessage(BodyReader message, List<RequestInput> inputs)
    {
        var role = message.Require("role", "system, user or assistant");
        ChatRole speaker = role.Text() switch
        {
            "system" or "developer" => ChatRole.System,
            "user" => ChatRole.User,
            "assistant" => ChatRole.Assistant,
            _ => throw role.Wrong("system, developer, user or assistant"),
        };
        var content = message.Require("content", "a string, or a list of parts");
        if (content.Element.ValueKind == JsonValueKind.String)
        {
            inputs.Add(new TextInput(content.Text()) { Role = speaker });
            return;
        }

        foreach (var part in content.Items())
        {
            var type = part.Require("type", "text or image_url");
            inputs.Add(type.Text() switch
            {
                "text" => new TextInput(part.Require("text", "a string").Text()) { Role = speaker },
                "image_url" => new ImageInput(ReadPicture(part.Require("image_url", "an object with a url").Require("url", "a data URI"))),
                _ => throw type.Wrong("text or image_url"),
            });
        }
    }

    // Nothing is fetched: a node does not call out because a caller names an address.
    private static ReadOnlyMemory<byte> ReadPicture(BodyReader url)
    {
        var text = url.Text();
        var at = text.IndexOf(Base64, StringComparison.Ordinal);
        if (!text.StartsWith("data:", StringComparison.OrdinalIgnoreCase) || at < 0)
        {
            throw url.Wrong("a data URI in base64; addresses are not fetched");
        }

        try
        {
            return Convert.FromBase64String(text[(at + Base64.Length)..]);
        }
        catch (FormatException)
        {
            throw url.Wrong("a data URI in base64");
        }
    }
}
