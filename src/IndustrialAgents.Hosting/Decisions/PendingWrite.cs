namespace IndustrialAgents.Hosting;

/// <summary>A record on its way to the disk.</summary>
/// <param name="decisionId">The decision it is, or is about.</param>
/// <param name="body">The encoded record.</param>
/// <param name="feedbackTime">When feedback came; null for a decision.</param>
internal sealed class PendingWrite(string decisionId, byte[] body, DateTimeOffset? feedbackTime)
{
    // Continuations run elsewhere: the writer's thread only writes.
    private readonly TaskCompletionSource _written = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string DecisionId => decisionId;

    public byte[] Body => body;

    public DateTimeOffset? FeedbackTime => feedbackTime;

    /// <summary>What is wrong with this very record, found inside the transaction; null where nothing is.</summary>
    public Exception? Refusal { get; set; }

    /// <summary>Position of the feedback, once the record is written; 0 for a decision.</summary>
    public long Position { get; set; }

    /// <summary>Completes once the record is durable.</summary>
    public Task Written => _written.Task;

    public void Complete()
    {
        if (Refusal is null)
        {
            _written.TrySetResult();
        }
        else
        {
            _written.TrySetException(Refusal);
        }
    }

    public void Fail(Exception error) => _written.TrySetException(error);
}
