namespace IndustrialAgents.Hosting.Tests.Decisions;

/// <summary>One expert and the directory that holds it.</summary>
internal sealed class OneExpert : IExpertDirectory, IExpert
{
    public IReadOnlyList<ExpertEntry> Experts => [new ExpertEntry(this)];

    public Manifest Manifest { get; } = new() { Name = "one", Version = "1", Modality = Modality.Language, Tasks = [ExpertTask.Classify] };

    public ExpertEntry? Find(string nameOrId) => Experts[0];

    public ValueTask<ExpertReply> AskAsync(Request request, CancellationToken cancellationToken) =>
        new(new ExpertReply(new ClassProbabilities(["wear", "leak"], new[] { 0.7, 0.3 })));
}
