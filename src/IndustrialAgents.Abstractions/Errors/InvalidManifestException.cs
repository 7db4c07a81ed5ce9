namespace IndustrialAgents;

/// <summary>A manifest that cannot be used: not JSON, a field missing or wrong, a file missing or of another hash.</summary>
/// <param name="source">The manifest's file name, or what else it was read from.</param>
/// <param name="field">Path of the offending field, such as <c>files[0].sha256</c>.</param>
/// <param name="message">What is wrong with it and what would be right.</param>
public sealed class InvalidManifestException(string source, string field, string message, Exception? innerException = null)
    : IndustrialAgentsException($"{source}: {field}: {message}", innerException)
{
    /// <summary>Path of the offending field.</summary>
    public string Field { get; } = field;
}
