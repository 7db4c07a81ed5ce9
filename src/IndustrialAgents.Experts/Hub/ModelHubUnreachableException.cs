namespace IndustrialAgents.Experts;

/// <summary>A model hub did not answer, or broke off, as often as was tried. What arrived stays, so that the next try goes on from there.</summary>
/// <param name="message">Which hub, why, and what would help.</param>
/// <param name="innerException">What it was noticed by.</param>
public sealed class ModelHubUnreachableException(string message, Exception? innerException = null) : IndustrialAgentsException(message, innerException);
