namespace IndustrialAgents.Learning;

/// <summary>Statistics that cannot be used: corrupt bytes, another shape, or values that are not finite.</summary>
public sealed class InvalidStatisticsException(string message, Exception? innerException = null)
    : IndustrialAgentsException($"statistics: {message}", innerException);
