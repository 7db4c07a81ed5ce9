namespace IndustrialAgents.Experts.Language;

/// <summary>How much one decoder does at once.</summary>
/// <param name="MaxBatch">The most sequences that are written together.</param>
/// <param name="MaxQueue">The most that wait; more are refused.</param>
/// <param name="MaxCacheBytes">The most memory of their keys and values.</param>
internal sealed record DecoderLimits(int MaxBatch, int MaxQueue, long MaxCacheBytes);
