namespace IndustrialAgents.Hosting;

/// <summary>Feedback as it lies in the database.</summary>
/// <param name="Position">Its place in the order in which feedback came.</param>
/// <param name="Decision">The decision it is about.</param>
/// <param name="Body">Its encoded record.</param>
internal sealed record FeedbackRow(long Position, DecisionRow Decision, byte[] Body);
