namespace IndustrialAgents.Experts;

/// <summary>Where a <see cref="FolderContentStore"/> keeps its files.</summary>
public sealed record FolderContentStoreOptions
{
    /// <summary>The folder, on a local disk or a share; made where it is missing.</summary>
    public required string Folder { get; init; }

    /// <summary>The most bytes of one content.</summary>
    public long MaxObjectBytes { get; init; } = 16L << 30;

    /// <summary>Throws unless the options make sense.</summary>
    /// <exception cref="InvalidRequestException">An option is wrong; the message names it.</exception>
    public void Validate()
    {
        if (string.IsNullOrWhiteSpace(Folder))
        {
            throw new InvalidRequestException("contentStore.folder", "is empty; name a folder");
        }

        if (MaxObjectBytes < 1)
        {
            throw new InvalidRequestException("contentStore.maxObjectBytes", $"{MaxObjectBytes}; it must be positive");
        }
    }
}
