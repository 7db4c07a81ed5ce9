namespace IndustrialAgents.Onnx.Batching;

/// <summary>What a <see cref="BatchedModel"/> has done since it was made.</summary>
/// <param name="Requests">Requests that ran, well or badly.</param>
/// <param name="Rows">Rows in them.</param>
/// <param name="Runs">Runs of the model that served them; a batch that was rerun request by request counts every run.</param>
/// <param name="Refused">Requests turned away because the queue was full.</param>
/// <param name="Cancelled">Requests whose callers left before they ran to their end, or whose deadline passed in the queue.</param>
/// <param name="FailedBatches">Runs of several requests that failed and were repeated request by request.</param>
public readonly record struct BatchStatistics(long Requests, long Rows, long Runs, long Refused, long Cancelled, long FailedBatches)
{
    /// <summary>Mean rows of a run; 0 before the first.</summary>
    public double MeanBatch => Runs == 0 ? 0 : (double)Rows / Runs;
}
