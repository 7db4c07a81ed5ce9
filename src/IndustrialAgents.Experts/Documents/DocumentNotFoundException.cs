namespace IndustrialAgents.Experts;

/// <summary>No such document is kept. HTTP status 404.</summary>
/// <param name="message">What is missing, and how to find what there is.</param>
public sealed class DocumentNotFoundException(string message) : IndustrialAgentsException(message);
