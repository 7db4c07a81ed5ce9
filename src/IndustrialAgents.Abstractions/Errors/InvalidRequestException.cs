namespace IndustrialAgents;

/// <summary>A request, feedback or input that breaks its contract. HTTP status 400.</summary>
/// <param name="field">Path of the offending field, such as <c>inputs[1].series.values</c>.</param>
/// <param name="message">What is wrong with it and what would be right.</param>
public sealed class InvalidRequestException(string field, string message, Exception? innerException = null)
    : IndustrialAgentsException($"{field}: {message}", innerException)
{
    /// <summary>Path of the offending field.</summary>
    public string Field { get; } = field;

    /// <summary>Throws unless a condition on a field holds.</summary>
    /// <exception cref="InvalidRequestException">It does not hold.</exception>
    public static void Require(bool holds, string field, string message)
    {
        if (!holds)
        {
            throw new InvalidRequestException(field, message);
        }
    }
}
