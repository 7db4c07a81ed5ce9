namespace IndustrialAgents.Gateway;

/// <summary>What a gateway speaks for. A node has all of it; tests and other hosts may put their own together.</summary>
/// <param name="Router">Answers requests.</param>
/// <param name="Experts">The experts.</param>
/// <param name="Decisions">The stored decisions.</param>
/// <param name="Models">The models that can be run directly.</param>
public sealed record GatewayBackend(IRouter Router, IExpertDirectory Experts, IDecisionStore Decisions, IModelDirectory Models);
