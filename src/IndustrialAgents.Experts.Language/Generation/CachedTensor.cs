namespace IndustrialAgents.Experts.Language;

/// <summary>Keys or values of one layer of a decoder.</summary>
/// <param name="Past">The input that takes them.</param>
/// <param name="Present">The output that gives them with the new tokens added.</param>
/// <param name="Empty">Their value before the first token: no time.</param>
internal sealed record CachedTensor(string Past, string Present, Tensor Empty);
