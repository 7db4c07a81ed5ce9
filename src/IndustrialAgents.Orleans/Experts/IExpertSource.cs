namespace IndustrialAgents.Orleans.Experts;

/// <summary>Makes experts from manifests of the catalogue. Thread-safe.</summary>
internal interface IExpertSource
{
    /// <summary>Fetches its files, checks them, and makes the expert; its model is loaded.</summary>
    /// <exception cref="ExpertFailedException">A file cannot be fetched or is damaged, or the expert cannot be made.</exception>
    Task<LoadedExpert> LoadAsync(Manifest manifest);
}
