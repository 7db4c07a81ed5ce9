namespace IndustrialAgents.Orleans;

/// <summary>
/// What came over the wire is no value of its type: the message is damaged, or its sender's version is too far from this one. Sending it again
/// does not help.
/// </summary>
/// <param name="type">The type that was expected.</param>
/// <param name="message">What is wrong with it.</param>
public sealed class MalformedMessageException(string type, string message, Exception? innerException = null)
    : IndustrialAgentsException($"a {type} that was received is malformed: {message}; compare the versions of client and silo", innerException)
{
    /// <summary>The type that was expected.</summary>
    public string Type { get; } = type;

    /// <summary>What is wrong with it.</summary>
    public string Reason { get; } = message;
}
