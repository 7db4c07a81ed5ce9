namespace IndustrialAgents;

/// <summary>
/// Base of every error that a caller, an operator or an expert's author can cause. Its message names the field, the value and the remedy
/// and may be shown to the caller.
/// </summary>
public class IndustrialAgentsException(string message, Exception? innerException = null) : Exception(message, innerException);
