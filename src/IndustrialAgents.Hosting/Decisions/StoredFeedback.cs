namespace IndustrialAgents.Hosting;

/// <summary>Feedback as it lies in the database.</summary>
/// <param name="Seq">Its place in the order in which feedback came.</param>
/// <param name="Decision">The decision it is about.</param>
/// <param name="Body">Its encoded record.</param>
internal sealed record StoredFeedback(long Seq, StoredDecision Decision, byte[] Body);
