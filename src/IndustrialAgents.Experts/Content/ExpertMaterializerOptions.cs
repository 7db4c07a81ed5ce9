namespace IndustrialAgents.Experts;

/// <summary>Where an <see cref="ExpertMaterializer"/> makes its folders.</summary>
public sealed record ExpertMaterializerOptions
{
    /// <summary>Folder of the experts' folders, of this process alone; on the disk of the content store's files they are links. Made where it is missing.</summary>
    public required string Folder { get; init; }

    /// <summary>The most bytes of all experts' files together. Beyond it the folders not used longest go; those in use stay even if that passes the limit.</summary>
    public long MaxBytes { get; init; } = 64L << 30;

    /// <summary>Throws unless the options make sense.</summary>
    /// <exception cref="InvalidRequestException">An option is wrong; the message names it.</exception>
    public void Validate()
    {
        if (string.IsNullOrWhiteSpace(Folder))
        {
            throw new InvalidRequestException("materializer.folder", "is empty; name a folder");
        }

        if (MaxBytes < 1)
        {
            throw new InvalidRequestException("materializer.maxBytes", $"{MaxBytes}; it must be positive");
        }
    }
}
