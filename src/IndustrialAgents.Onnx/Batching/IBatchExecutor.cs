namespace IndustrialAgents.Onnx.Batching;

/// <summary>Runs what a <see cref="BatchScheduler"/> has gathered.</summary>
internal interface IBatchExecutor
{
    /// <summary>Whether two requests can run together.</summary>
    bool CanShare(BatchRequest first, BatchRequest next);

    /// <summary>Runs requests, all of them taken and able to share, and gives every one its outcome. Throws nothing.</summary>
    /// <param name="runner">Number of the runner; no other call with the same number is under way.</param>
    /// <param name="batch">At least one request.</param>
    /// <returns>How many runs of the model it took, and whether the batch failed and was repeated singly.</returns>
    (int Runs, bool Failed) Execute(int runner, ReadOnlySpan<BatchRequest> batch);

    /// <summary>Frees what belongs to a runner, which does not run again.</summary>
    void Close(int runner);
}
