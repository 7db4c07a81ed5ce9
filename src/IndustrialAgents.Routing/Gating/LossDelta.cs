namespace IndustrialAgents.Routing;

/// <summary>What one <see cref="LossGate"/> learned between two merges.</summary>
/// <param name="Number">Its number among the gate's deltas, from 1. One that is sent again has the number it had.</param>
/// <param name="Statistics">What was learned. Not changed any more.</param>
/// <param name="Positions">Positions, in the store's order, of the feedback it was learned from.</param>
public sealed record LossDelta(long Number, LossStatistics Statistics, IReadOnlyList<long> Positions);
