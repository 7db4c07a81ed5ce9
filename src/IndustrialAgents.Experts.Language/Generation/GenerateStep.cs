using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace IndustrialAgents.Experts.Language;

/// <summary>
/// Output step <c>generate</c>: writes text token by token and keeps keys and values, so that every step reads one token; requests that meet are written
/// together. Greedy unless the request or the manifest says otherwise. The confidence is the geometric mean of the probabilities that the model gave
/// the tokens written, the ending one included.
/// </summary>
internal sealed class GenerateStep : IStreamingOutputStep
{
    private readonly GenerateOptions _options;
    private readonly TokenVocabulary? _vocabulary;
    private readonly GenAiConfig? _config;
    private readonly DecoderNames _names;
    private readonly DecoderLimits _limits;
    private readonly HashSet<int> _end;
    private readonly ExpertId _expert;
    private readonly ConditionalWeakTable<IModelRunner, Decoder> _decoders = [];

    private GenerateStep(StepContext context, GenerateOptions options)
    {
        (_options, _expert) = (options, context.Manifest.Id);
        _limits = new DecoderLimits(context.Manifest.Batching.MaxBatch, context.Manifest.Batching.MaxQueue, options.MaxCacheBytes);
        _vocabulary = options.Vocabulary is null
            ? null
            : TokenVocabulary.Parse(ExpertFiles.Read(context, "vocabulary", options.Vocabulary), options.Vocabulary);
        _config = options.Config is null ? null : GenAiConfig.Parse(ExpertFiles.Read(context, "config", options.Config), options.Config);
        _end = [.. options.EndIds.Count + options.End.Count == 0 && _config is not null ? _config.EndIds : options.EndIds];
        if (_vocabulary is not null)
        {
            foreach (var token in options.End)
            {
                _end.Add(_vocabulary.TryGetId(token, out var id) ? id : throw context.Options.Invalid("end", $"'{token}' is not in the vocabulary"));
            }
        }

        if (options.MaxTokens < 1)
        {
            throw context.Options.Invalid("maxTokens", $"{options.MaxTokens}; it must be at least 1");
        }

        if (options.MaxCacheBytes < 1)
        {
            throw context.Options.Invalid("maxCacheBytes", $"{options.MaxCacheBytes}; it must be at least 1");
        }

        _names = Names(context, options, _config?.Names);
        try
        {
            new Request { Task = ExpertTask.Generate, Inputs = [new TextInput("-")], Parameters = new() { Sampling = options.Sampling } }.Validate(RequestLimits.Default);
        }
        catch (InvalidRequestException e)
        {
            throw context.Options.Invalid("sampling", e.Message);
        }
    }

    public static GenerateStep Create(StepContext context) => new(context, context.Options.Read<GenerateOptions>());

    public async ValueTask<ExpertOutput> RunAsync(ModelFeed feed, IModelRunner model, CancellationToken cancellationToken) =>
        await RunAsync(feed, model, null, cancellationToken).ConfigureAwait(false);

    public async ValueTask<ExpertOutput> RunAsync(ModelFeed feed, IModelRunner model, ChannelWriter<string>? pieces, CancellationToken cancellationToken)
    {
        if (feed.Request.Parameters.MaxTokens is < 1)
        {
            throw new InvalidRequestException("parameters.maxTokens", $"{feed.Request.Parameters.MaxTokens}; it must be at least 1");
        }

        var decoder = _decoders.GetValue(model, own => new Decoder(own, _names, _limits, _expert, TimeProvider.System));
        var note = feed.Find<TextNote>();
        var prompt = note is null ? Prompt(feed) : note.Tokens.Ids;
        Check(prompt);
        var sampling = Merge(feed.Request.Parameters.Sampling);
        var writing = new Writing(
            new WritingOptions
            {
                Prompt = prompt,
                Limit = Limit(feed.Request.Parameters.MaxTokens, prompt.Count),
                Ends = Ends(note),
                Text = note is null ? new WordText(_vocabulary, _options.Separator) : new SubwordText(note.Tokenizer),
                Sampling = sampling,
                Constraint = Constraint(sampling, note),
                Extras = feed.Tensors.Where(tensor => tensor.Key != _names.InputIds && tensor.Key != _names.AttentionMask && tensor.Key != _names.PositionIds).ToDictionary(),
                Pieces = pieces,
                Deadline = feed.Request.Constraints.Deadline,
                Cancellation = cancellationToken,
            },
            _expert);
        return await decoder.WriteAsync(writing).ConfigureAwait(false);
    }

    private static DecoderNames Names(StepContext context, GenerateOptions options, DecoderNames? config)
    {
        var caches = config?.Caches ?? [new CachePattern("past_key_values.*", "present.*")];
        if (options.Past is not null || options.Present is not null)
        {
            var (past, present) = (options.Past ?? "past_key_values.*", options.Present ?? "present.*");
            caches = CachePattern.IsValid(past) && CachePattern.IsValid(present)
                ? [new CachePattern(past, present)]
                : throw context.Options.Invalid("past", $"'{past}' and '{present}'; past and present need one '*' each");
        }

        return new DecoderNames(
            options.InputIds ?? config?.InputIds ?? "input_ids",
            options.AttentionMask ?? config?.AttentionMask ?? "attention_mask",
            options.PositionIds ?? config?.PositionIds ?? "position_ids",
            options.Logits ?? config?.Logits ?? "logits",
            caches)
        {
            CanPad = options.FillUp ?? config is null,
        };
    }

    private SamplingParameters Merge(SamplingParameters? asked) => (asked, _options.Sampling) switch
    {
        (null, null) => new SamplingParameters(),
        (null, { } own) => own,
        ({ } only, null) => only,
        ({ } first, { } own) => first with
        {
            Temperature = first.Temperature ?? own.Temperature,
            TopK = first.TopK ?? own.TopK,
            TopP = first.TopP ?? own.TopP,
            MinP = first.MinP ?? own.MinP,
            RepetitionPenalty = first.RepetitionPenalty ?? own.RepetitionPenalty,
            Seed = first.Seed ?? own.Seed,
            Stop = first.Stop.Count > 0 ? first.Stop : own.Stop,
            Choices = first.Choices.Count > 0 || first.JsonSchema is not null ? first.Choices : own.Choices,
            JsonSchema = first.JsonSchema ?? (first.Choices.Count > 0 ? null : own.JsonSchema),
        },
    };

    private static RuleConstraint? Constraint(SamplingParameters sampling, TextNote? note)
    {
        if (sampling.Choices.Count == 0 && sampling.JsonSchema is null)
        {
            return null;
        }

        return note is null
            ? throw new InvalidRequestException("parameters.sampling", "choices and jsonSchema need an expert with a tokenizer, of step text")
            : new RuleConstraint(
                VocabularyBytes.Of(note.Tokenizer),
                sampling.JsonSchema is null ? ChoiceState.Of(sampling.Choices) : JsonState.Of(JsonSchemaReader.Read(sampling.JsonSchema)));
    }

    private HashSet<int> Ends(TextNote? note)
    {
        if (note is null || (_options.End.Count == 0 && note.EndIds.Count == 0))
        {
            return _end;
        }

        HashSet<int> ends = [.. _end, .. note.EndIds];
        foreach (var token in _vocabulary is null ? _options.End : [])
        {
            ends.Add(note.Tokenizer.IdOf(token) ?? throw new ExpertFailedException(_expert, $"option end names '{token}', which is not a token of the tokenizer"));
        }

        return ends;
    }

    private int Limit(int? asked, int prompt)
    {
        var limit = Math.Min(asked ?? _options.MaxTokens, _options.MaxTokens);
        if ((_options.MaxLength ?? _config?.ContextLength) is not { } most)
        {
            return limit;
        }

        // The last token written is never read, so the model takes one fewer than the sequence is long.
        return prompt <= most
            ? Math.Min(limit, most - prompt + 1)
            : throw new InvalidRequestException("inputs", $"{prompt} tokens; the model takes at most {most}");
    }

    private List<int> Prompt(ModelFeed feed)
    {
        if (!feed.Tensors.TryGetValue(_names.InputIds, out var ids))
        {
            throw new InvalidRequestException("inputs", $"nothing was sent for the model's input '{_names.InputIds}'");
        }

        if (ids.Shape.ElementCount == 0 || ids.Shape.Rank is not (1 or 2) || (ids.Shape.Rank == 2 && ids.Shape[0] != 1))
        {
            throw new InvalidRequestException("inputs", $"ids {ids.Shape}; text is written for one sequence of at least one token, [1, tokens]");
        }

        return ids.ElementType switch
        {
            ElementType.Int64 => [.. ids.AsSpan<long>().ToArray().Select(id => id is >= 0 and <= int.MaxValue ? (int)id : throw new InvalidRequestException("inputs", $"{id} is not the id of a token"))],
            ElementType.Int32 => [.. ids.AsSpan<int>()],
            _ => throw new InvalidRequestException("inputs", $"ids of {ids.ElementType}; int32 or int64 is needed"),
        };
    }

    private void Check(IReadOnlyList<int> prompt)
    {
        foreach (var id in prompt)
        {
            if (id < 0 || id >= (_config?.Vocabulary ?? int.MaxValue))
            {
                throw new InvalidRequestException("inputs", $"{id} is not the id of a token");
            }
        }
    }
}
