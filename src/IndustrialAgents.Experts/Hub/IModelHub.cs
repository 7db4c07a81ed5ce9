namespace IndustrialAgents.Experts;

/// <summary>Where pre-trained models are kept: a hub on the network, or a folder that was filled from one. Thread-safe.</summary>
public interface IModelHub
{
    /// <summary>Finds a revision of a repository and lists its files.</summary>
    /// <exception cref="ModelHubException">There is no such repository or revision, it is not given out, or its list must not be used.</exception>
    /// <exception cref="ModelHubUnreachableException">The hub does not answer.</exception>
    Task<HubModel> FindAsync(HubReference reference, CancellationToken cancellationToken);

    /// <summary>
    /// Brings a file to a path: at once where it is there with its hash; else it arrives beside it in a hidden part file, is checked, and moved into
    /// place. A transfer that breaks off, or is cancelled, leaves the part, and the next goes on from there. Several that bring one file to one
    /// path wait for each other.
    /// </summary>
    /// <param name="model">The model, from <see cref="FindAsync"/>.</param>
    /// <param name="file">One of its files.</param>
    /// <param name="path">Where it goes; folders are made.</param>
    /// <param name="progress">Is told the bytes of the file that are here; null where nobody asks.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="ModelHubException">The file is not given out, or what came is not the file.</exception>
    /// <exception cref="ModelHubUnreachableException">The hub does not answer, or broke off too often.</exception>
    /// <exception cref="IOException">The disk is full or cannot be written.</exception>
    Task DownloadAsync(HubModel model, HubFile file, string path, IProgress<long>? progress, CancellationToken cancellationToken);
}
