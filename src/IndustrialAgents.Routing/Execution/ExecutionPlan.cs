namespace IndustrialAgents.Routing;

/// <summary>What to run for one request.</summary>
/// <param name="Request">The request.</param>
/// <param name="Candidates">The candidates, best first; not changed while they run.</param>
/// <param name="Count">How many to run side by side.</param>
/// <param name="Budget">The most they may cost together, by their manifests.</param>
/// <param name="TimeLeft">Time until those that still run are given up; null for no limit.</param>
public readonly record struct ExecutionPlan(Request Request, IReadOnlyList<Candidate> Candidates, int Count, double Budget, TimeSpan? TimeLeft);
