namespace IndustrialAgents.Postgres;

/// <summary>A decision, or feedback on one, on its way into the database.</summary>
/// <param name="decisionId">The decision it is, or is about.</param>
/// <param name="time">When the decision was made, or feedback came.</param>
/// <param name="body">The encoded record.</param>
/// <param name="digest">What tells two records apart.</param>
/// <param name="isFeedback">Whether it is feedback.</param>
internal sealed class DecisionWrite(string decisionId, DateTimeOffset time, byte[] body, byte[] digest, bool isFeedback) : PendingWrite(body.Length)
{
    public string DecisionId => decisionId;

    public DateTime Time => time.UtcDateTime;

    public byte[] Body => body;

    public byte[] Digest => digest;

    public bool IsFeedback => isFeedback;

    /// <summary>Position of feedback, once it is written.</summary>
    public long Position { get; set; }
}
