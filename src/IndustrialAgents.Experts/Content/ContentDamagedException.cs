namespace IndustrialAgents.Experts;

/// <summary>What a content store has under a hash is another content. The local copy was deleted.</summary>
/// <param name="sha256">The hash asked for.</param>
/// <param name="store">The store.</param>
/// <param name="actual">The hash that it has.</param>
public sealed class ContentDamagedException(string sha256, string store, string actual)
    : IndustrialAgentsException($"content {sha256} in the store {store} is damaged: it has the SHA-256 {actual}; add the undamaged file again")
{
    /// <summary>The hash asked for.</summary>
    public string Sha256 { get; } = sha256;
}
