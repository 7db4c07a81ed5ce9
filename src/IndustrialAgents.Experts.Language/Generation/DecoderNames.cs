namespace IndustrialAgents.Experts.Language;

/// <summary>What a decoder calls its inputs and outputs. Immutable and thread-safe.</summary>
/// <param name="InputIds">Its input of ids.</param>
/// <param name="AttentionMask">Its input that is 1 for what may be looked at.</param>
/// <param name="PositionIds">Its input of positions.</param>
/// <param name="Logits">Its output of scores.</param>
/// <param name="Caches">How keys and values of the past are called, and those with the new tokens.</param>
internal sealed record DecoderNames(string InputIds, string AttentionMask, string PositionIds, string Logits, IReadOnlyList<CachePattern> Caches)
{
    /// <summary>Whether shorter sequences may be filled up at their beginning, where the model has a mask and positions.</summary>
    public bool CanPad { get; init; } = true;
}
