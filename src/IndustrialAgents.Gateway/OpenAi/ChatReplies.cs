using System.Text.Json.Nodes;
using IndustrialAgents.Hosting.Ai;

namespace IndustrialAgents.Gateway.OpenAi;

/// <summary>The objects of the OpenAI API that answer a chat completion. Thread-safe.</summary>
/// <param name="id">Id of the completion.</param>
/// <param name="model">The model as the caller named it.</param>
/// <param name="created">When it was begun.</param>
internal sealed class ChatReplies(string id, string model, DateTimeOffset created)
{
    /// <summary>The whole completion.</summary>
    public JsonObject Whole(Answer answer)
    {
        var text = answer.Output as GeneratedText;
        return new JsonObject
        {
            ["id"] = id,
            ["object"] = "chat.completion",
            ["created"] = created.ToUnixTimeSeconds(),
            ["model"] = model,
            ["choices"] = new JsonArray(new JsonObject
            {
                ["index"] = 0,
                ["message"] = new JsonObject { ["role"] = "assistant", ["content"] = TextModels.ContentOf(answer), ["refusal"] = answer.Abstention },
                ["logprobs"] = null,
                ["finish_reason"] = Finish(text),
            }),
            ["usage"] = Usage(text),
            ["decision_id"] = answer.DecisionId,
        };
    }

    /// <summary>A piece of a stream.</summary>
    /// <param name="delta">What is new of the message.</param>
    /// <param name="finish">Why it ends; null while it does not.</param>
    public JsonObject Chunk(JsonObject delta, string? finish = null) => Chunk(
        new JsonArray(new JsonObject { ["index"] = 0, ["delta"] = delta, ["logprobs"] = null, ["finish_reason"] = finish }));

    /// <summary>The piece of a stream that tells the tokens used.</summary>
    public JsonObject UsageChunk(GeneratedText? text)
    {
        var chunk = Chunk([]);
        chunk["usage"] = Usage(text);
        return chunk;
    }

    public static string Finish(GeneratedText? text) => text?.Finish == FinishReason.Length ? "length" : "stop";

    private static JsonObject Usage(GeneratedText? text)
    {
        var (read, written) = (text?.PromptTokens ?? 0, text?.CompletionTokens ?? text?.TokenIds.Count ?? 0);
        return new JsonObject { ["prompt_tokens"] = read, ["completion_tokens"] = written, ["total_tokens"] = read + written };
    }

    private JsonObject Chunk(JsonArray choices) => new()
    {
        ["id"] = id,
        ["object"] = "chat.completion.chunk",
        ["created"] = created.ToUnixTimeSeconds(),
        ["model"] = model,
        ["choices"] = choices,
    };
}
