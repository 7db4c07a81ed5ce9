namespace IndustrialAgents.Experts;

/// <summary>What a <see cref="HubHash"/> is the hash of.</summary>
public enum HubHashKind
{
    /// <summary>SHA-256 of the content, as of large files.</summary>
    Sha256,

    /// <summary>SHA-1 that git names a blob by: of <c>blob</c>, the size and the content.</summary>
    GitBlob,
}
