using System.Runtime.CompilerServices;
using IndustrialAgents.Experts;

namespace IndustrialAgents.Gateway;

/// <summary>The models of the experts of a directory: a model comes and goes with its expert. Thread-safe.</summary>
/// <param name="experts">The experts.</param>
public sealed class ExpertModels(IExpertDirectory experts) : IModelDirectory
{
    // What is known of a model is dropped with the entry of its expert, which every change of the expert replaces.
    private readonly ConditionalWeakTable<ExpertEntry, ServedModel> _models = [];

    /// <inheritdoc/>
    public ServedModel? Find(string name, string? version)
    {
        if (experts.Find(version is null ? name : $"{name}@{version}") is not { Expert: IModelExpert } entry || entry.Id.Name != name)
        {
            return null;
        }

        if (_models.TryGetValue(entry, out var known))
        {
            return known;
        }

        return ((IModelExpert)entry.Expert).Model is { } runner
            ? _models.GetValue(entry, key => new ServedModel(key.Id, runner, key.Health))
            : null;
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Versions(string name) =>
        [.. experts.Experts.Where(entry => entry.Id.Name == name && entry.Expert is IModelExpert { Model: not null }).Select(entry => entry.Id.Version)];
}
