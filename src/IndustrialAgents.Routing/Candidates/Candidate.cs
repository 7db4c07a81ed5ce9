namespace IndustrialAgents.Routing;

/// <summary>An expert that could answer a request, as the gate sees it.</summary>
/// <param name="Entry">The expert.</param>
/// <param name="Score">Its score at the gate; higher is better. 0 before the gate.</param>
/// <param name="ExpectedLoss">Loss, 0 to 1, that the gate expects of it here.</param>
public readonly record struct Candidate(ExpertEntry Entry, double Score = 0, double ExpectedLoss = 0);
