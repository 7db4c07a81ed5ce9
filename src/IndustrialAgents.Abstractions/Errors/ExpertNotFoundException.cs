namespace IndustrialAgents;

/// <summary>No expert of that name and version is known here. HTTP status 404.</summary>
/// <param name="expert">The name, or <c>name@version</c>, asked for.</param>
public sealed class ExpertNotFoundException(string expert)
    : IndustrialAgentsException($"expert '{expert}' is not known here; list those that are with 'ia experts list' or GET /v1/experts")
{
    /// <summary>The name, or <c>name@version</c>, asked for.</summary>
    public string Expert { get; } = expert;
}
