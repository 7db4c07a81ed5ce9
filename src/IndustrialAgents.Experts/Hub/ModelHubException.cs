namespace IndustrialAgents.Experts;

/// <summary>A model hub has no such model, refuses it, or sent something that must not be used.</summary>
/// <param name="message">What is wrong, with repository and file, and what would be right.</param>
/// <param name="innerException">What it was noticed by.</param>
public sealed class ModelHubException(string message, Exception? innerException = null) : IndustrialAgentsException(message, innerException);
