namespace IndustrialAgents;

/// <summary>
/// What the request needs is not there at the moment: no machine that fits, no memory, or the machine that worked on it was lost. Nothing is
/// wrong with the request; it may be sent again. HTTP status 503.
/// </summary>
/// <param name="message">What is missing and what would help.</param>
/// <param name="innerException">What it was noticed by.</param>
public sealed class UnavailableException(string message, Exception? innerException = null) : IndustrialAgentsException(message, innerException);
