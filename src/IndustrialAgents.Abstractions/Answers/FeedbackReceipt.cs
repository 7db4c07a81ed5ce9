namespace IndustrialAgents;

/// <summary>What feedback changed. Once it is returned, the feedback is stored and survives the process.</summary>
/// <param name="DecisionId">The decision it was about.</param>
/// <param name="Losses">Loss of each expert that had answered, and its weight before and after.</param>
public sealed record FeedbackReceipt(string DecisionId, IReadOnlyList<ExpertLoss> Losses);
