namespace IndustrialAgents.Hosting;

/// <summary>A decision as it lies in the database.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Body">Its encoded record.</param>
/// <param name="Feedback">The encoded records of its feedback, oldest first.</param>
internal sealed record StoredDecision(string Id, byte[] Body, IReadOnlyList<byte[]> Feedback);

/// <summary>Feedback as it lies in the database.</summary>
/// <param name="Seq">Its place in the order in which feedback came.</param>
/// <param name="Decision">The decision it is about.</param>
/// <param name="Body">Its encoded record.</param>
internal sealed record StoredFeedback(long Seq, StoredDecision Decision, byte[] Body);
