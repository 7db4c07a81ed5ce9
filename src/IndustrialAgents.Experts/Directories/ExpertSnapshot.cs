namespace IndustrialAgents.Experts;

/// <summary>The experts of a directory at one moment, in order of name and version. Immutable and thread-safe.</summary>
internal sealed class ExpertSnapshot
{
    private readonly Dictionary<string, ExpertEntry> _byName = new(StringComparer.Ordinal);

    public ExpertSnapshot(IEnumerable<ExpertEntry> entries)
    {
        Entries = [.. entries
            .OrderBy(entry => entry.Id.Name, StringComparer.Ordinal)
            .ThenBy(entry => entry.Id.Version, ExpertVersions.Comparer)];
        foreach (var entry in Entries)
        {
            _byName[entry.Id.ToString()] = entry;

            // Versions come in rising order: the latest wins, but not a disabled one over one that can be asked.
            if (!_byName.TryGetValue(entry.Id.Name, out var earlier) || entry.Health != ExpertHealth.Disabled || earlier.Health == ExpertHealth.Disabled)
            {
                _byName[entry.Id.Name] = entry;
            }
        }
    }

    public IReadOnlyList<ExpertEntry> Entries { get; }

    public ExpertEntry? Find(string nameOrId) => _byName.GetValueOrDefault(nameOrId);
}
