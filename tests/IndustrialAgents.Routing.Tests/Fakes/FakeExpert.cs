namespace IndustrialAgents.Routing.Tests.Fakes;

/// <summary>An expert whose answer the test gives.</summary>
internal sealed class FakeExpert(Manifest manifest, Func<Request, CancellationToken, ValueTask<ExpertReply>> ask) : IExpert
{
    private int _calls;

    public Manifest Manifest { get; } = manifest;

    public int Calls => Volatile.Read(ref _calls);

    public static Manifest ManifestOf(string name, ExpertTask task = ExpertTask.Classify, string version = "1") => new()
    {
        Name = name,
        Version = version,
        Modality = Modality.Language,
        Tasks = [task],
        Inputs = [new ManifestInput { Kind = Modality.Language }],
        Files = [new ManifestFile("model.onnx", new string('a', 64))],
        Cost = new ExpertCost { PerRequest = 1 },
    };

    public static FakeExpert Saying(string name, ExpertOutput output, ExpertTask task = ExpertTask.Classify, double prior = 1) =>
        new(ManifestOf(name, task) with { Prior = prior }, (_, _) => new(new ExpertReply(output) { Cost = 1, ModelHash = $"hash-of-{name}" }));

    public static FakeExpert Failing(string name, Exception error, double prior = 1) =>
        new(ManifestOf(name) with { Prior = prior }, (_, _) => throw error);

    /// <summary>An expert that answers when the test lets it, and heeds cancellation.</summary>
    public static FakeExpert Waiting(string name, TaskCompletionSource<ExpertReply> reply, double prior = 1) =>
        new(ManifestOf(name) with { Prior = prior }, (_, token) => new(reply.Task.WaitAsync(token)));

    /// <summary>An expert that answers when the test lets it, whatever is cancelled.</summary>
    public static FakeExpert Deaf(string name, TaskCompletionSource<ExpertReply> reply, double prior = 1) =>
        new(ManifestOf(name) with { Prior = prior }, (_, _) => new(reply.Task));

    public ValueTask<ExpertReply> AskAsync(Request request, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _calls);
        return ask(request, cancellationToken);
    }
}
