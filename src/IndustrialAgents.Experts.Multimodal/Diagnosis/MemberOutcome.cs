namespace IndustrialAgents.Experts.Multimodal;

/// <summary>How one member fared.</summary>
/// <param name="Choice">The member.</param>
/// <param name="Reply">What it replied; null where it did not.</param>
/// <param name="Latency">Time from the call to its end, or to when it was given up.</param>
/// <param name="Error">Why it did not reply; null where it was given up, or replied.</param>
internal sealed record MemberOutcome(MemberChoice Choice, ExpertReply? Reply, TimeSpan Latency, Exception? Error);
