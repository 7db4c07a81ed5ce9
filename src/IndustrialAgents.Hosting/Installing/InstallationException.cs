namespace IndustrialAgents.Hosting;

/// <summary>An expert could not be added, removed or inspected.</summary>
/// <param name="message">What is wrong, with the path or name, and what would be right.</param>
public sealed class InstallationException(string message, Exception? innerException = null) : IndustrialAgentsException(message, innerException);
