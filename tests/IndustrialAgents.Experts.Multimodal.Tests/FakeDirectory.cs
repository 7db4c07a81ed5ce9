namespace IndustrialAgents.Experts.Multimodal.Tests;

/// <summary>A directory of the experts given.</summary>
internal sealed class FakeDirectory(params ExpertEntry[] entries) : IExpertDirectory
{
    public FakeDirectory(params IExpert[] experts)
        : this([.. experts.Select(expert => new ExpertEntry(expert))])
    {
    }

    public IReadOnlyList<ExpertEntry> Experts => entries;

    public ExpertEntry? Find(string nameOrId) => entries.LastOrDefault(entry => entry.Expert.Manifest.Name == nameOrId || entry.Id.ToString() == nameOrId);
}
