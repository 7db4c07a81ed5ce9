namespace IndustrialAgents.Silo.Database;

/// <summary>A database is not what this silo needs.</summary>
/// <param name="message">What is wrong with it and what to do.</param>
internal sealed class InvalidDatabaseException(string message, Exception? innerException = null) : IndustrialAgentsException($"database: {message}", innerException);
