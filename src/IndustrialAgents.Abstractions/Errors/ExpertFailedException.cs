namespace IndustrialAgents;

/// <summary>An expert could not answer a valid request: its model is missing, corrupt, or failed while running.</summary>
/// <param name="expert">The expert.</param>
/// <param name="message">What went wrong.</param>
public sealed class ExpertFailedException(ExpertId expert, string message, Exception? innerException = null)
    : IndustrialAgentsException($"{expert}: {message}", innerException)
{
    /// <summary>The expert that failed.</summary>
    public ExpertId Expert { get; } = expert;
}
