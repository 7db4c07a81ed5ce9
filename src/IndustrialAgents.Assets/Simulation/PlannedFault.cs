namespace IndustrialAgents.Assets.Simulation;

/// <summary>One fault of a simulated line.</summary>
/// <param name="Asset">Index of the asset.</param>
/// <param name="Failure">What fails.</param>
/// <param name="Start">Second at which it begins.</param>
/// <param name="Length">Seconds until it is mended.</param>
/// <param name="Severity">How far it comes, 0 to 1.</param>
public sealed record PlannedFault(int Asset, SimulatedFailure Failure, int Start, int Length, double Severity);
