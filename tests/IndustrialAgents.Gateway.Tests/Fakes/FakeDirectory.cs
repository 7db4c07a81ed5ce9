namespace IndustrialAgents.Gateway.Tests.Fakes;

internal sealed class FakeDirectory(params string[] names) : IExpertDirectory
{
    public IReadOnlyList<ExpertEntry> Experts { get; } = [.. names.Select(name => new ExpertEntry(new Silent(name)))];

    public ExpertEntry? Find(string nameOrId) => Experts.FirstOrDefault(entry => entry.Id.Name == nameOrId || entry.Id.ToString() == nameOrId);

    private sealed class Silent(string name) : IExpert
    {
        public Manifest Manifest { get; } = new() { Name = name, Version = "1", Modality = Modality.Language, Tasks = [ExpertTask.Classify] };

        public ValueTask<ExpertReply> AskAsync(Request request, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
