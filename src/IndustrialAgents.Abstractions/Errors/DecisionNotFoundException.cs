namespace IndustrialAgents;

/// <summary>No decision of that id is stored. HTTP status 404.</summary>
/// <param name="decisionId">The id asked for.</param>
public sealed class DecisionNotFoundException(string decisionId)
    : IndustrialAgentsException($"decision '{decisionId}' is not stored here; ids come with an answer as decisionId")
{
    /// <summary>The id asked for.</summary>
    public string DecisionId { get; } = decisionId;
}
