namespace IndustrialAgents.Experts;

/// <summary>A request that may succeed when it is sent again.</summary>
/// <param name="message">What happened.</param>
/// <param name="retryAfter">How long the hub asks to wait; null where it does not.</param>
/// <param name="innerException">What it was noticed by.</param>
internal sealed class TransientHubException(string message, TimeSpan? retryAfter = null, Exception? innerException = null) : Exception(message, innerException)
{
    public TimeSpan? RetryAfter { get; } = retryAfter;

    /// <summary>Whether what came before is of no use to the next request.</summary>
    public bool StartOver { get; init; }
}
