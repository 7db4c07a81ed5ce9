namespace IndustrialAgents.Routing.Tests.Fakes;

/// <summary>A directory of the experts it is given.</summary>
internal sealed class FakeDirectory : IExpertDirectory
{
    public FakeDirectory(params IExpert[] experts)
        : this([.. experts.Select(expert => new ExpertEntry(expert))])
    {
    }

    public FakeDirectory(params ExpertEntry[] entries) =>
        Experts = [.. entries.OrderBy(entry => entry.Id.Name, StringComparer.Ordinal).ThenBy(entry => entry.Id.Version, StringComparer.Ordinal)];

    public IReadOnlyList<ExpertEntry> Experts { get; }

    public ExpertEntry? Find(string nameOrId) =>
        Experts.LastOrDefault(entry => entry.Id.ToString() == nameOrId || entry.Id.Name == nameOrId);
}
