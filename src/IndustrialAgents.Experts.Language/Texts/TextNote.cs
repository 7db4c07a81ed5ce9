using IndustrialAgents.Experts.Language.Tokenizers;

namespace IndustrialAgents.Experts.Language;

/// <summary>Note of the step <c>text</c> for output steps: how the text was cut. Immutable and thread-safe.</summary>
/// <param name="Tokenizer">The tokenizer.</param>
/// <param name="Text">The text as it was cut, with its prefix.</param>
/// <param name="Tokens">Its tokens, without what fills up.</param>
internal sealed record TextNote(Tokenizer Tokenizer, string Text, TokenizedText Tokens)
{
    /// <summary>Tokens at which an answer ends, as a chat template has it.</summary>
    public IReadOnlyList<int> EndIds { get; init; } = [];
}
