namespace IndustrialAgents.Gateway;

/// <summary>One expert in <c>GET /v1/experts</c>.</summary>
/// <param name="Id">Name and version.</param>
/// <param name="Health">Whether it can be asked.</param>
/// <param name="Manifest">What it is, needs and costs.</param>
public sealed record ExpertSummary(ExpertId Id, ExpertHealth Health, Manifest Manifest);
