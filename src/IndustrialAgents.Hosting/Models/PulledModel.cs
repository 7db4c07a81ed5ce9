using IndustrialAgents.Experts;

namespace IndustrialAgents.Hosting;

/// <summary>An expert that was made of a repository's files.</summary>
/// <param name="Folder">Its folder.</param>
/// <param name="Manifest">Its manifest.</param>
/// <param name="Model">The revision of the repository that it is of.</param>
public sealed record PulledModel(string Folder, Manifest Manifest, HubModel Model)
{
    /// <summary>The convention that the model follows; null where its tensors are passed through as they are.</summary>
    public ModelConvention? Convention { get; init; }

    /// <summary>What the caller should know, such as why no convention fits, or that a hash could not be compared.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
