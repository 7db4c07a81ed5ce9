namespace IndustrialAgents.Experts.Language.Tokenizers;

/// <summary>What a text became. Immutable and thread-safe. All lists are equally long.</summary>
/// <param name="Ids">Ids of the tokens.</param>
/// <param name="Offsets">
/// For each token the UTF-16 units [start, end) of the text that it covers; (0, 0) for tokens that were put around it. Of a pair, each offset is in
/// the text that the token is of.
/// </param>
/// <param name="TypeIds">Which segment a token is of, as the tokenizer's template numbers them.</param>
/// <param name="Special">Whether a token was put around the text.</param>
public sealed record TokenizedText(IReadOnlyList<int> Ids, IReadOnlyList<(int Start, int End)> Offsets, IReadOnlyList<int> TypeIds, IReadOnlyList<bool> Special)
{
    /// <summary>Number of tokens.</summary>
    public int Count => Ids.Count;
}
