namespace IndustrialAgents.Gateway.Errors;

/// <summary>A body of a kind that is not read here. HTTP status 415.</summary>
/// <param name="message">What it is and what to send instead.</param>
internal sealed class UnsupportedMediaException(string message) : IndustrialAgentsException($"Content-Type: {message}");
