namespace IndustrialAgents.Experts.Language;

/// <summary>
/// Input step <c>tokens</c>: words or phrases of a fixed vocabulary as int64 ids <c>[1, tokens]</c>. Takes a text, or a tensor of int32 or int64
/// that holds the ids.
/// </summary>
internal sealed class TokensStep : IInputStep
{
    private const int MaxNamed = 64;

    private readonly TokensOptions _options;
    private readonly TokenVocabulary? _vocabulary;
    private readonly long[] _prefix;
    private readonly long[] _suffix;
    private readonly char[] _separators;

    private TokensStep(StepContext context, TokensOptions options)
    {
        _options = options;
        _vocabulary = options.Vocabulary is null
            ? null
            : TokenVocabulary.Parse(ExpertFiles.Read(context, "vocabulary", options.Vocabulary), options.Vocabulary);
        if (options.MaxTokens < 1)
        {
            throw context.Options.Invalid("maxTokens", $"{options.MaxTokens}; it must be at least 1");
        }

        _separators = [.. options.Separators];
        _prefix = Ids("prefix", options.Prefix);
        _suffix = Ids("suffix", options.Suffix);

        long[] Ids(string option, IReadOnlyList<string> tokens) =>
            [.. tokens.Select(token => _vocabulary is not null && _vocabulary.TryGetId(token, out var id)
                ? (long)id
                : throw context.Options.Invalid(option, $"'{token}' is not in the vocabulary"))];
    }

    public static TokensStep Create(StepContext context) => new(context, context.Options.Read<TokensOptions>());

    public void Prepare(RequestInput input, ModelFeed feed)
    {
        var ids = new List<long>(_prefix);
        switch (input)
        {
            case TextInput text:
                AddText(text.Text, ids);
                break;
            case TensorInput { Tensor.ElementType: ElementType.Int64 } tensor:
                AddIds(tensor.Tensor.AsSpan<long>(), tensor.Tensor, ids);
                break;
            case TensorInput { Tensor.ElementType: ElementType.Int32 } tensor:
                AddIds([.. tensor.Tensor.AsSpan<int>().ToArray().Select(id => (long)id)], tensor.Tensor, ids);
                break;
            default:
                throw new InvalidRequestException("inputs", "the expert takes tokens: send a text, or a tensor of int32 or int64 with their ids");
        }

        ids.AddRange(_suffix);
        if (ids.Count == 0)
        {
            throw new InvalidRequestException("inputs", "there are no tokens; the expert needs at least one");
        }

        if (ids.Count > _options.MaxTokens)
        {
            throw new InvalidRequestException("inputs", $"{ids.Count} tokens; the expert takes at most {_options.MaxTokens}");
        }

        feed.Add(_options.Input, Tensor.Create<long>([.. ids], 1, ids.Count));
    }

    private void AddText(string text, List<long> ids)
    {
        if (_vocabulary is null)
        {
            throw new InvalidRequestException("inputs", "the expert takes ids of tokens in a tensor of int32 or int64; its manifest names no vocabulary for text");
        }

        foreach (var piece in text.Split(_separators, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (_vocabulary.TryGetId(piece, out var whole))
            {
                ids.Add(whole);
                continue;
            }

            foreach (var word in piece.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            {
                ids.Add(_vocabulary.TryGetId(word, out var id) ? id : throw Unknown(word, _vocabulary));
                if (ids.Count > _options.MaxTokens)
                {
                    throw new InvalidRequestException("inputs", $"more than {_options.MaxTokens} tokens; the expert takes at most that many");
                }
            }
        }
    }

    private void AddIds(ReadOnlySpan<long> values, Tensor tensor, List<long> ids)
    {
        if (tensor.Shape.Rank is not (1 or 2) || (tensor.Shape.Rank == 2 && tensor.Shape[0] != 1))
        {
            throw new InvalidRequestException("inputs", $"a tensor {tensor.Shape} of ids; send one sequence, [tokens] or [1, tokens]");
        }

        foreach (var id in values)
        {
            var known = id is >= 0 and <= int.MaxValue && (_vocabulary is null || _vocabulary.TryGetToken((int)id, out _));
            ids.Add(known ? id : throw new InvalidRequestException("inputs", $"{id} is not the id of a token"));
        }
    }

    private static InvalidRequestException Unknown(string word, TokenVocabulary vocabulary)
    {
        var shown = word.Length <= 64 ? word : $"{word[..64]}...";
        var known = string.Join(", ", vocabulary.Tokens.Take(MaxNamed));
        var more = vocabulary.Count > MaxNamed ? $" and {vocabulary.Count - MaxNamed} more" : "";
        return new InvalidRequestException("inputs", $"'{shown}' is not a token of the expert; known are {known}{more}");
    }
}
