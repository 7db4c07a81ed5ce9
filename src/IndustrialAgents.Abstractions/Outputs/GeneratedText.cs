namespace IndustrialAgents;

/// <summary>Text written by a model.</summary>
/// <param name="Text">The text.</param>
/// <param name="Finish">Why it ends.</param>
public sealed record GeneratedText(string Text, FinishReason Finish) : ExpertOutput
{
    /// <summary>The tokens in order; the steps of a plan. Empty where they are not told.</summary>
    public IReadOnlyList<string> Tokens { get; init; } = [];

    /// <summary>Ids of <see cref="Tokens"/> in the model's vocabulary.</summary>
    public IReadOnlyList<int> TokenIds { get; init; } = [];

    /// <summary>Number of tokens that were read before the first was written; null where it is not told.</summary>
    public int? PromptTokens { get; init; }

    /// <summary>Number of tokens that were written; null where it is not told, or is that of <see cref="TokenIds"/>.</summary>
    public int? CompletionTokens { get; init; }

    /// <summary>What a checker found in the text; null where none looked.</summary>
    public TextCheck? Check { get; init; }

    /// <summary>The passages that the text rests on; <c>[1]</c> in it cites the first. Empty where it cites none.</summary>
    public IReadOnlyList<Passage> Citations { get; init; } = [];
}
