namespace IndustrialAgents;

/// <summary>A bounded queue is full; the request was not started and may be sent again. HTTP status 429 or 503.</summary>
/// <param name="queue">The queue, such as an expert's name.</param>
/// <param name="limit">How many requests it holds.</param>
public sealed class OverloadedException(string queue, int limit)
    : IndustrialAgentsException($"{queue}: the queue of {limit} requests is full; send the request again later")
{
    /// <summary>The queue that is full.</summary>
    public string Queue { get; } = queue;

    /// <summary>How many requests it holds.</summary>
    public int Limit { get; } = limit;
}
