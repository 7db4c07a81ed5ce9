namespace IndustrialAgents.Experts.Language;

/// <summary>
/// Output step <c>generate</c>: writes text token by token, always the most probable one (greedy), and keeps keys and values so that every step
/// reads one token. The confidence is the geometric mean of the probabilities of the tokens written, the ending one included.
/// </summary>
internal sealed class GenerateStep : IOutputStep
{
    private readonly GenerateOptions _options;
    private readonly TokenVocabulary? _vocabulary;
    private readonly HashSet<int> _end;
    private readonly ExpertId _expert;

    private GenerateStep(StepContext context, GenerateOptions options)
    {
        _options = options;
        _expert = context.Manifest.Id;
        _vocabulary = options.Vocabulary is null
            ? null
            : TokenVocabulary.Parse(ExpertFiles.Read(context, "vocabulary", options.Vocabulary), options.Vocabulary);
        _end = [.. options.EndIds];
        foreach (var token in options.End)
        {
            _end.Add(_vocabulary is not null && _vocabulary.TryGetId(token, out var id)
                ? id
                : throw context.Options.Invalid("end", $"'{token}' is not in the vocabulary"));
        }

        if (options.MaxTokens < 1)
        {
            throw context.Options.Invalid("maxTokens", $"{options.MaxTokens}; it must be at least 1");
        }

        if (!CachePattern.IsValid(options.Past) || !CachePattern.IsValid(options.Present))
        {
            throw context.Options.Invalid("past", $"'{options.Past}' and '{options.Present}'; past and present need one '*' each");
        }
    }

    public static GenerateStep Create(StepContext context) => new(context, context.Options.Read<GenerateOptions>());

    public async ValueTask<ExpertOutput> RunAsync(ModelFeed feed, IModelRunner model, CancellationToken cancellationToken)
    {
        if (feed.Request.Parameters.MaxTokens is < 1)
        {
            throw new InvalidRequestException("parameters.maxTokens", $"{feed.Request.Parameters.MaxTokens}; it must be at least 1");
        }

        var layout = DecoderLayout.Of(model, _options, _expert);
        var sequence = Prompt(feed);
        var limit = Math.Min(feed.Request.Parameters.MaxTokens ?? _options.MaxTokens, _options.MaxTokens);
        if (_options.MaxLength is { } most)
        {
            // The last token written is never read, so the model takes one fewer than the sequence is long.
            limit = sequence.Count <= most
                ? Math.Min(limit, most - sequence.Count + 1)
                : throw new InvalidRequestException("inputs", $"{sequence.Count} tokens; the model takes at most {most}");
        }

        var written = new List<int>(limit);
        var cache = layout.Cache.Select(tensor => tensor.Empty).ToArray();
        double logProbability = 0;
        var read = 0;
        for (var step = 1; ; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var outputs = await model.RunAsync(Inputs(layout, feed, sequence, read, cache), cancellationToken).ConfigureAwait(false);
            var token = Pick(outputs, ref logProbability);
            if (_end.Contains(token))
            {
                return Text(written, FinishReason.Stop, logProbability / step);
            }

            written.Add(token);
            if (step == limit)
            {
                return Text(written, FinishReason.Length, logProbability / step);
            }

            for (var i = 0; i < cache.Length; i++)
            {
                cache[i] = outputs.GetValueOrDefault(layout.Cache[i].Present)
                    ?? throw new ExpertFailedException(_expert, $"the model gave no output '{layout.Cache[i].Present}'");
            }

            // Without a cache the whole sequence is read again.
            read = cache.Length > 0 ? sequence.Count : 0;
            sequence.Add(token);
        }
    }

    private List<long> Prompt(ModelFeed feed)
    {
        if (!feed.Tensors.TryGetValue(_options.InputIds, out var ids))
        {
            throw new InvalidRequestException("inputs", $"nothing was sent for the model's input '{_options.InputIds}'");
        }

        if (ids.Shape.ElementCount == 0 || ids.Shape.Rank is not (1 or 2) || (ids.Shape.Rank == 2 && ids.Shape[0] != 1))
        {
            throw new InvalidRequestException("inputs", $"ids {ids.Shape}; text is written for one sequence of at least one token, [1, tokens]");
        }

        List<long> sequence = ids.ElementType switch
        {
            ElementType.Int64 => [.. ids.AsSpan<long>()],
            ElementType.Int32 => [.. ids.AsSpan<int>().ToArray().Select(id => (long)id)],
            _ => throw new InvalidRequestException("inputs", $"ids of {ids.ElementType}; int32 or int64 is needed"),
        };
        return sequence.Find(id => id is < 0 or > int.MaxValue) is var wrong and not 0
            ? throw new InvalidRequestException("inputs", $"{wrong} is not the id of a token")
            : sequence;
    }

    private Dictionary<string, Tensor> Inputs(DecoderLayout layout, ModelFeed feed, List<long> sequence, int read, Tensor[] cache)
    {
        var inputs = new Dictionary<string, Tensor>(feed.Tensors)
        {
            [_options.InputIds] = Row(layout.Ids, sequence.Count - read, i => sequence[read + i]),
        };
        if (layout.Mask is { } mask)
        {
            inputs[_options.AttentionMask] = Row(mask, sequence.Count, _ => 1);
        }

        if (layout.Positions is { } positions)
        {
            inputs[_options.PositionIds] = Row(positions, sequence.Count - read, i => read + i);
        }

        for (var i = 0; i < cache.Length; i++)
        {
            inputs[layout.Cache[i].Past] = cache[i];
        }

        return inputs;
    }

    private int Pick(IReadOnlyDictionary<string, Tensor> outputs, ref double logProbability)
    {
        if (!outputs.TryGetValue(_options.Logits, out var logits) || !TokenScores.TryPick(logits, out var token, out var picked))
        {
            throw new ExpertFailedException(
                _expert, $"the model's output '{_options.Logits}' is {logits?.ToString() ?? "missing"} and holds no finite scores of tokens; float32 or float16 [1, tokens, vocabulary] is needed");
        }

        logProbability += picked;
        return token;
    }

    private GeneratedText Text(List<int> written, FinishReason finish, double meanLogProbability)
    {
        var tokens = written
            .Select(id => _vocabulary is not null && _vocabulary.TryGetToken(id, out var token) ? token : id.ToString(System.Globalization.CultureInfo.InvariantCulture))
            .ToArray();
        return new GeneratedText(string.Join(_options.Separator, tokens), finish)
        {
            Tokens = tokens,
            TokenIds = written,
            Confidence = Math.Exp(meanLogProbability),
        };
    }

    private static Tensor Row(ElementType type, int length, Func<int, long> value) => type == ElementType.Int32
        ? Tensor.Create<int>([.. Enumerable.Range(0, length).Select(i => checked((int)value(i)))], 1, length)
        : Tensor.Create<long>([.. Enumerable.Range(0, length).Select(value)], 1, length);
}
