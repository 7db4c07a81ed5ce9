namespace IndustrialAgents.Cli.Bench;

/// <summary>The cluster's executable is not on this machine.</summary>
/// <param name="message">What would bring it.</param>
public sealed class SiloMissingException(string message) : IndustrialAgentsException(message);
