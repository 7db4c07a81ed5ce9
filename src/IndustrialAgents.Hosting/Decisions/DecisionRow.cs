namespace IndustrialAgents.Hosting;

/// <summary>A decision as it lies in the database.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Body">Its encoded record.</param>
/// <param name="Feedback">The encoded records of its feedback, oldest first.</param>
internal sealed record DecisionRow(string Id, byte[] Body, IReadOnlyList<byte[]> Feedback);
