using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using IndustrialAgents.Gateway.Endpoints;
using IndustrialAgents.Gateway.Errors;
using IndustrialAgents.Hosting.Ai;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace IndustrialAgents.Gateway.OpenAi;

/// <summary>The experts by the OpenAI API, so that clients of it work unchanged: models, chat completions and embeddings.</summary>
internal static class OpenAiEndpoints
{
    private const int MaxTexts = 2048;

    /// <summary>Maps them.</summary>
    public static void MapOpenAi(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(OpenAiPath.Models, ListModels).WithName("models").WithSummary("Experts that write or embed texts, and auto, the router, by the OpenAI API");
        routes.MapGet(OpenAiPath.Models + "/{name}", FindModel).WithName("model").WithSummary("One of them");
        routes.MapPost(OpenAiPath.Chat, ChatAsync).WithName("chatCompletions").WithSummary("A chat completion by the OpenAI API, whole or as server-sent events")
            .WithMetadata(new AcceptsMetadata(["application/json"], typeof(object)));
        routes.MapPost(OpenAiPath.Embeddings, EmbedAsync).WithName("embeddings").WithSummary("Embeddings of texts by the OpenAI API")
            .WithMetadata(new AcceptsMetadata(["application/json"], typeof(object)));
    }

    private static Task ListModels(HttpContext context, TextModels models) => context.WriteAsync(new JsonObject
    {
        ["object"] = "list",
        ["data"] = new JsonArray([Model(TextModels.Auto, "router"), .. models.Models.Select(entry => Model(entry.Id.ToString(), Owner(entry)))]),
    });

    private static Task FindModel(HttpContext context, string name, TextModels models) =>
        context.WriteAsync(name == TextModels.Auto ? Model(name, "router") : Model(name, Owner(models.Find(name))));

    private static string Owner(ExpertEntry entry) => entry.Expert.Manifest.Source ?? "node";

    // The API asks for a time of making; experts have none.
    private static JsonObject Model(string id, string owner) => new() { ["id"] = id, ["object"] = "model", ["created"] = 0, ["owned_by"] = owner };

    private static async Task ChatAsync(HttpContext context, TextModels models, GatewayOptions options, TimeProvider time)
    {
        using var body = await BodyReader.ReadAsync(context).ConfigureAwait(false);
        var chat = ChatRequest.Read(body.RootElement);
        var request = models.Prepare(chat.Model, chat.Request, chat.Task);
        request.Validate(options.RequestLimits);
        var created = time.GetUtcNow();
        if (chat.Streams)
        {
            await StreamAsync(context, models, chat, request, new ChatReplies($"chatcmpl-{Guid.CreateVersion7():N}", chat.Model, created)).ConfigureAwait(false);
            return;
        }

        var answer = await models.AskAsync(request, context.RequestAborted).ConfigureAwait(false);
        await context.WriteAsync(new ChatReplies($"chatcmpl-{answer.DecisionId}", chat.Model, created).Whole(answer)).ConfigureAwait(false);
    }

    private static async Task StreamAsync(HttpContext context, TextModels models, ChatRequest chat, Request request, ChatReplies replies)
    {
        var events = new EventStream(context);
        try
        {
            GeneratedText? text = null;
            var begun = false;
            await foreach (var update in models.StreamAsync(chat.Model, request, context.RequestAborted).ConfigureAwait(false))
            {
                text = update.Reply?.Output as GeneratedText ?? text;
                if (update.Text.Length > 0 || !begun)
                {
                    await events.SendAsync(replies.Chunk(begun
                        ? new JsonObject { ["content"] = update.Text }
                        : new JsonObject { ["role"] = "assistant", ["content"] = update.Text })).ConfigureAwait(false);
                    begun = true;
                }
            }

            await events.SendAsync(replies.Chunk([], ChatReplies.Finish(text))).ConfigureAwait(false);
            if (chat.TellsUsage)
            {
                await events.SendAsync(replies.UsageChunk(text)).ConfigureAwait(false);
            }

            await events.SendAsync("[DONE]"u8.ToArray()).ConfigureAwait(false);
        }
        catch (Exception error) when (context.Response.HasStarted && error is IndustrialAgentsException or IOException)
        {
            // The status is sent; the error is the last event.
            await events.SendAsync(OpenAiError.Write(ErrorStatus.Of(error))).ConfigureAwait(false);
        }
    }

    private static async Task EmbedAsync(HttpContext context, TextModels models, GatewayOptions options)
    {
        using var body = await BodyReader.ReadAsync(context).ConfigureAwait(false);
        var root = new BodyReader(body.RootElement, "");
        var texts = root.Require("input", "a string, or a list of strings").Texts();
        InvalidRequestException.Require(texts.Count is > 0 and <= MaxTexts, "input", $"has {texts.Count} texts; send 1 to {MaxTexts}");
        for (var i = 0; i < texts.Count; i++)
        {
            InvalidRequestException.Require(texts[i].Length <= options.RequestLimits.MaxTextLength, $"input[{i}]", $"{texts[i].Length} characters; at most {options.RequestLimits.MaxTextLength} are accepted");
        }

        var format = root.Find("encoding_format");
        var packs = format?.Text() switch { null or "float" => false, "base64" => true, _ => throw format.Value.Wrong("float or base64") };
        var model = root.Require("model", "the name of an expert, or auto").Text();
        var (expert, vectors) = await models.EmbedAsync(model, texts, context.RequestAborted).ConfigureAwait(false);
        if (root.Find("dimensions") is { } dimensions && dimensions.Whole() != vectors[0].Vector.Length)
        {
            throw dimensions.Wrong($"{vectors[0].Vector.Length}, as {expert} has it; other lengths are not made of it");
        }

        await context.WriteAsync(new JsonObject
        {
            ["object"] = "list",
            ["data"] = new JsonArray([.. vectors.Select((vector, i) => new JsonObject { ["object"] = "embedding", ["index"] = i, ["embedding"] = Write(vector.Vector, packs) })]),
            ["model"] = model == TextModels.Auto ? expert.ToString() : model,
            ["usage"] = new JsonObject { ["prompt_tokens"] = 0, ["total_tokens"] = 0 },
        }).ConfigureAwait(false);
    }

    // Packed: little-endian float32, as clients ask for to save time.
    private static JsonNode Write(ReadOnlyMemory<float> vector, bool packs) => packs
        ? JsonValue.Create(Convert.ToBase64String(MemoryMarshal.AsBytes(vector.Span)))
        : new JsonArray([.. vector.ToArray().Select(value => JsonValue.Create(value))]);
}
