using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace IndustrialAgents.Hosting.Ai;

/// <summary>
/// The router, or one expert, as an <see cref="IChatClient"/> of Microsoft.Extensions.AI, so that code and middleware made for those work unchanged. Tools are
/// not offered. Thread-safe; disposing it does nothing, as the router is not its own.
/// </summary>
/// <param name="models">The experts as language models.</param>
/// <param name="model">The model where a request's options name none: an expert's name, or <see cref="TextModels.Auto"/>.</param>
public sealed class ExpertChatClient(TextModels models, string model = TextModels.Auto) : IChatClient
{
    /// <summary>Key in <see cref="ChatResponse.AdditionalProperties"/> of the decision under which feedback may be given.</summary>
    public const string DecisionId = "decisionId";

    /// <inheritdoc/>
    /// <exception cref="InvalidRequestException">A message or option asks for what is not offered.</exception>
    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var (named, request) = Prepare(messages, options);
        var answer = await models.AskAsync(request, cancellationToken).ConfigureAwait(false);
        var text = answer.Output as GeneratedText;
        return new ChatResponse(new ChatMessage(Microsoft.Extensions.AI.ChatRole.Assistant, TextModels.ContentOf(answer) ?? ""))
        {
            ResponseId = answer.DecisionId,
            ModelId = named,
            FinishReason = answer.Abstained ? ChatFinishReason.ContentFilter : Finish(text),
            Usage = Usage(text),
            RawRepresentation = answer,
            AdditionalProperties = new AdditionalPropertiesDictionary { [DecisionId] = answer.DecisionId },
        };
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidRequestException">A message or option asks for what is not offered.</exception>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var (named, request) = Prepare(messages, options);
        await foreach (var update in models.StreamAsync(named, request, cancellationToken).ConfigureAwait(false))
        {
            var text = update.Reply?.Output as GeneratedText;
            var part = new ChatResponseUpdate(Microsoft.Extensions.AI.ChatRole.Assistant, update.Text) { ModelId = named, FinishReason = update.Reply is null ? null : Finish(text) };
            if (Usage(text) is { } usage)
            {
                part.Contents.Add(new UsageContent(usage));
            }

            yield return part;
        }
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata("IndustrialAgents", defaultModelId: model)
            : serviceType == typeof(TextModels) ? models
            : serviceType.IsInstanceOfType(this) ? this : null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private static ChatFinishReason Finish(GeneratedText? text) => text?.Finish == FinishReason.Length ? ChatFinishReason.Length : ChatFinishReason.Stop;

    private static UsageDetails? Usage(GeneratedText? text)
    {
        var written = text?.CompletionTokens ?? text?.TokenIds.Count ?? 0;
        return text is null || (text.PromptTokens is null && written == 0)
            ? null
            : new UsageDetails { InputTokenCount = text.PromptTokens, OutputTokenCount = written, TotalTokenCount = text.PromptTokens + written };
    }

    private static string? Schema(ChatResponseFormat? format) => format switch
    {
        null or ChatResponseFormatText => null,
        ChatResponseFormatJson { Schema: { } schema } => schema.GetRawText(),
        ChatResponseFormatJson => SamplingParameters.AnyJsonObject,
        _ => throw new InvalidRequestException("responseFormat", $"is {format.GetType().Name}; it must be text or JSON"),
    };

    private (string Model, Request Request) Prepare(IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        ArgumentNullException.ThrowIfNull(messages);
        InvalidRequestException.Require(options?.Tools is not { Count: > 0 }, "tools", "are not offered; leave them out");
        var inputs = new List<RequestInput>();
        if (options?.Instructions is { Length: > 0 } instructions)
        {
            inputs.Add(new TextInput(instructions) { Role = ChatRole.System });
        }

        foreach (var (i, message) in messages.Index())
        {
            var role = message.Role == Microsoft.Extensions.AI.ChatRole.System ? ChatRole.System
                : message.Role == Microsoft.Extensions.AI.ChatRole.Assistant ? ChatRole.Assistant
                : message.Role == Microsoft.Extensions.AI.ChatRole.User ? ChatRole.User
                : throw new InvalidRequestException($"messages[{i}].role", $"is '{message.Role}'; it must be system, user or assistant");
            inputs.AddRange(message.Contents.Select((content, k) => Input(content, role, $"messages[{i}].contents[{k}]")));
        }

        var draft = new Request
        {
            Task = ExpertTask.Generate,
            Inputs = inputs,
            Parameters = new RequestParameters { MaxTokens = options?.MaxOutputTokens, Sampling = options is null ? null : Sampling(options) },
        };
        var named = options?.ModelId ?? model;
        var request = models.Prepare(named, draft);
        request.Validate(RequestLimits.Default);
        return (named, request);
    }

    private static SamplingParameters Sampling(ChatOptions options) => new()
    {
        Temperature = options.Temperature,
        TopP = options.TopP,
        TopK = options.TopK,
        Seed = options.Seed,
        Stop = options.StopSequences is { } stops ? [.. stops] : [],
        JsonSchema = Schema(options.ResponseFormat),
    };

    private static RequestInput Input(AIContent content, ChatRole role, string field) => content switch
    {
        TextContent text => new TextInput(text.Text) { Role = role },
        DataContent data when data.HasTopLevelMediaType("image") => new ImageInput(data.Data),
        _ => throw new InvalidRequestException(field, $"is {content.GetType().Name}; it must be text, or a picture's data"),
    };
}
