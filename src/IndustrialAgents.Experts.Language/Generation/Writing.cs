using System.Text;

namespace IndustrialAgents.Experts.Language;

/// <summary>One sequence that is being written. Used by one step at a time; <see cref="Task"/> is for anybody.</summary>
internal sealed class Writing
{
    private readonly WritingOptions _options;
    private readonly ExpertId _expert;
    private readonly TokenSampler _sampler;
    private readonly StopTexts _stops;
    private readonly StringBuilder _text = new();
    private readonly List<int> _written = [];
    private readonly TaskCompletionSource<GeneratedText> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private double _logProbability;
    private int _steps;

    public Writing(WritingOptions options, ExpertId expert)
    {
        (_options, _expert) = (options, expert);
        Sequence = [.. options.Prompt];
        _sampler = new TokenSampler(options.Sampling, options.Prompt);
        _stops = new StopTexts(options.Sampling.Stop);
    }

    /// <summary>The text once it is whole, or why there is none.</summary>
    public Task<GeneratedText> Task => _completion.Task;

    /// <summary>What was read and written.</summary>
    public List<int> Sequence { get; }

    /// <summary>How much of the sequence the model's state holds.</summary>
    public int Read { get; set; }

    /// <summary>The most tokens that the sequence can come to have.</summary>
    public int MaxLength => _options.Prompt.Count + _options.Limit;

    /// <summary>Further inputs of the model; a sequence that has some is written alone.</summary>
    public IReadOnlyDictionary<string, Tensor> Extras => _options.Extras;

    /// <summary>Ends the writing.</summary>
    public CancellationToken Cancellation => _options.Cancellation;

    /// <summary>Whether nothing more is to be written, be it that nobody waits for it any more.</summary>
    public bool HasEnded(DateTimeOffset now)
    {
        if (_options.Cancellation.IsCancellationRequested)
        {
            _completion.TrySetCanceled(_options.Cancellation);
        }
        else if (_options.Deadline <= now)
        {
            Fail(new DeadlineExceededException($"{_expert}: the deadline {_options.Deadline:O} passed after {_written.Count} tokens"));
        }

        return Task.IsCompleted;
    }

    /// <summary>Ends it without a text.</summary>
    public void Fail(Exception error)
    {
        if (error is OperationCanceledException && _options.Cancellation.IsCancellationRequested)
        {
            _completion.TrySetCanceled(_options.Cancellation);
        }
        else
        {
            _completion.TrySetException(error);
        }
    }

    /// <summary>Writes the next token, and the end where it is reached.</summary>
    public void Accept(ReadOnlySpan<float> scores)
    {
        var token = _sampler.Pick(scores, Allowed(scores.Length));
        _logProbability += TokenScores.LogProbability(scores, token) is var picked && double.IsFinite(picked)
            ? picked
            : throw new ExpertFailedException(_expert, "the model's scores are not finite numbers");
        _steps++;
        if (_options.Ends.Contains(token))
        {
            End(FinishReason.Stop);
            return;
        }

        _written.Add(token);
        Sequence.Add(token);
        var (text, stopped) = _stops.Add(_options.Text.Add(token));
        GiveOut(text);
        if (!stopped && _options.Constraint is { } constraint)
        {
            constraint.Accept(token);
            stopped = constraint.MustEnd;
        }

        if (stopped || _written.Count == _options.Limit)
        {
            End(stopped ? FinishReason.Stop : FinishReason.Length);
        }
    }

    private ReadOnlySpan<bool> Allowed(int vocabulary)
    {
        if (_options.Constraint is not { } constraint)
        {
            return default;
        }

        var allowed = constraint.Allowed();
        foreach (var end in _options.Ends)
        {
            if (end < allowed.Length)
            {
                allowed[end] = constraint.CanEnd;
            }
        }

        return allowed.AsSpan(0, Math.Min(vocabulary, allowed.Length)).Contains(true)
            ? allowed
            : throw new InvalidRequestException(
                _options.Sampling.JsonSchema is null ? "parameters.sampling.choices" : "parameters.sampling.jsonSchema",
                $"after '{_text}' no token of the expert's vocabulary can go on; the model cannot write what is asked for");
    }

    private void End(FinishReason finish)
    {
        // What a stop text or the end of a character was waited for is text after all, unless it ends in a stop text itself.
        var (rest, stopped) = _stops.Add(_options.Text.Flush());
        GiveOut(stopped ? rest : rest + _stops.Flush());
        _completion.TrySetResult(new GeneratedText(_text.ToString(), finish)
        {
            Tokens = [.. _written.Select(_options.Text.NameOf)],
            TokenIds = _written,
            PromptTokens = _options.Prompt.Count,
            Confidence = Math.Exp(_logProbability / _steps),
        });
    }

    private void GiveOut(string text)
    {
        if (text.Length > 0)
        {
            _text.Append(text);
            _options.Pieces?.TryWrite(text);
        }
    }
}
