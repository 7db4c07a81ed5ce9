namespace IndustrialAgents.Postgres;

/// <summary>A record on its way into the database.</summary>
/// <param name="bytes">Its size, about.</param>
internal abstract class PendingWrite(long bytes)
{
    // Continuations run elsewhere: the writer only writes.
    private readonly TaskCompletionSource _written = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public long Bytes => bytes;

    /// <summary>Completes once the record is durable, or is not written.</summary>
    public Task Written => _written.Task;

    public void Complete() => _written.TrySetResult();

    /// <summary>Says why it was not written; nothing where it was.</summary>
    public void Fail(Exception error) => _written.TrySetException(error);
}
