namespace IndustrialAgents;

/// <summary>The request's deadline passed before anything could answer. HTTP status 504.</summary>
/// <param name="message">What was still missing.</param>
public sealed class DeadlineExceededException(string message) : IndustrialAgentsException(message);
