namespace IndustrialAgents.Gateway;

/// <summary>The models that can be run directly, without the router: those of the experts that have one. Thread-safe.</summary>
public interface IModelDirectory
{
    /// <summary>Finds a model by its expert's name and version; null where there is none.</summary>
    /// <param name="name">The expert's name.</param>
    /// <param name="version">The expert's version; null for the latest.</param>
    ServedModel? Find(string name, string? version);

    /// <summary>All versions of a model, in order; empty where there is none of that name.</summary>
    IReadOnlyList<string> Versions(string name);
}
