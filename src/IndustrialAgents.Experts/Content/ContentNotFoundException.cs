namespace IndustrialAgents.Experts;

/// <summary>A content store has no content of that hash. HTTP status 404.</summary>
/// <param name="sha256">The hash asked for.</param>
/// <param name="store">The store.</param>
public sealed class ContentNotFoundException(string sha256, string store)
    : IndustrialAgentsException($"content {sha256} is not in the store {store}; add the file with that SHA-256 to it, as adding the expert again does")
{
    /// <summary>The hash asked for.</summary>
    public string Sha256 { get; } = sha256;
}
