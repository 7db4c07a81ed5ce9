namespace IndustrialAgents.Experts.Tests;

/// <summary>An expert in code whose answers a test decides.</summary>
internal sealed class EchoExpert(Manifest manifest, Func<Request, CancellationToken, Task<ExpertReply>>? answer = null) : IExpert, IDisposable
{
    public Manifest Manifest { get; } = manifest;

    public bool IsDisposed { get; private set; }

    public static Manifest Describe(string name, string version = "1") => new()
    {
        Name = name,
        Version = version,
        Modality = Modality.Language,
        Tasks = [ExpertTask.Generate],
        Code = new ManifestStep { Use = "echo" },
    };

    public async ValueTask<ExpertReply> AskAsync(Request request, CancellationToken cancellationToken) => answer is null
        ? new ExpertReply(new GeneratedText(request.Find<TextInput>()?.Text ?? "", FinishReason.Stop))
        : await answer(request, cancellationToken);

    public void Dispose() => IsDisposed = true;
}
