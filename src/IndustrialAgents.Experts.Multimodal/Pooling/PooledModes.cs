namespace IndustrialAgents.Experts.Multimodal;

/// <summary>What <see cref="ConflictPool"/> concludes.</summary>
/// <param name="Probabilities">One probability a mode; they sum to 1.</param>
/// <param name="Misled">Of each member, the probability that it speaks of another case, given what all say.</param>
public sealed record PooledModes(double[] Probabilities, double[] Misled);
