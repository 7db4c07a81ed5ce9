using System.Threading.Channels;

namespace IndustrialAgents.Experts.Language;

/// <summary>What one request wants written.</summary>
internal sealed record WritingOptions
{
    /// <summary>The tokens to go on from, at least one.</summary>
    public required IReadOnlyList<int> Prompt { get; init; }

    /// <summary>The most tokens to write.</summary>
    public required int Limit { get; init; }

    /// <summary>Tokens that end the text.</summary>
    public required IReadOnlySet<int> Ends { get; init; }

    /// <summary>How tokens become text.</summary>
    public required IWrittenText Text { get; init; }

    /// <summary>How tokens are chosen.</summary>
    public required SamplingParameters Sampling { get; init; }

    /// <summary>What the text must be; null for anything.</summary>
    public ITokenConstraint? Constraint { get; init; }

    /// <summary>Further inputs of the model, the same at every step.</summary>
    public IReadOnlyDictionary<string, Tensor> Extras { get; init; } = new Dictionary<string, Tensor>();

    /// <summary>Gets pieces of the text; null where the whole is enough.</summary>
    public ChannelWriter<string>? Pieces { get; init; }

    /// <summary>When nothing more is written; null for never.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>Ends the writing.</summary>
    public CancellationToken Cancellation { get; init; }
}
