namespace IndustrialAgents.Hosting;

/// <summary>A node cannot start as it was told to.</summary>
/// <param name="option">The offending option of <see cref="NodeOptions"/>.</param>
/// <param name="message">What is wrong with it and what would be right.</param>
public sealed class InvalidNodeOptionsException(string option, string message, Exception? innerException = null)
    : IndustrialAgentsException($"{option}: {message}", innerException)
{
    /// <summary>The offending option.</summary>
    public string Option { get; } = option;
}
