using Microsoft.Extensions.Logging.Abstractions;

namespace IndustrialAgents.Experts.Tests.Directories;

public sealed class HostedDocumentsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Documents_OfAnExpertThatLeaves_EndTheirCallBeforeItIsDisposed()
    {
        var expert = new Librarian();
        await using var directory = Create();
        directory.Add(expert);
        var documents = ((IDocumentExpert)directory.Find("librarian")!.Expert).Documents!;
        var adding = documents.AddAsync("a.txt", [1], null, Token).AsTask();
        await expert.Started.Task;

        directory.Remove(expert.Manifest.Id);
        Assert.False(expert.IsDisposed);
        expert.MayEnd.SetResult();

        Assert.Equal("a.txt", (await adding).Name);
        Assert.True(expert.IsDisposed);
        await Assert.ThrowsAsync<ExpertFailedException>(async () => await documents.ListAsync(Token));
    }

    [Fact]
    public async Task Documents_ThatFail_DoNotRestTheExpert()
    {
        await using var directory = Create();
        directory.Add(new Librarian());
        var documents = ((IDocumentExpert)directory.Find("librarian")!.Expert).Documents!;
        for (var i = 0; i < 5; i++)
        {
            await Assert.ThrowsAsync<IOException>(async () => await documents.RemoveAsync(1, Token));
        }

        Assert.Equal(ExpertHealth.Ready, directory.Find("librarian")!.Health);
        Assert.Equal("found", Assert.Single((await documents.SearchAsync("q", null, null, Token)).Items).Text);
        Assert.Empty(await documents.ListAsync(Token));
    }

    [Fact]
    public async Task Documents_OfAnExpertWithoutAny_AreNull()
    {
        await using var directory = Create();
        directory.Add(new EchoExpert(EchoExpert.Describe("e")));

        Assert.Null(((IDocumentExpert)directory.Find("e")!.Expert).Documents);
    }

    private static LocalExpertDirectory Create() =>
        new(new ExpertLoader(TestExperts.Catalog(), new FakeModels(_ => throw new InvalidOperationException())), new LocalExpertDirectoryOptions(), TimeProvider.System, NullLogger<LocalExpertDirectory>.Instance);

    private sealed class Librarian : IDocumentExpert, IDocumentCollection, IDisposable
    {
        public Manifest Manifest { get; } = EchoExpert.Describe("librarian");

        public IDocumentCollection Documents => this;

        public TaskCompletionSource Started { get; } = new();

        public TaskCompletionSource MayEnd { get; } = new();

        public bool IsDisposed { get; private set; }

        public ValueTask<ExpertReply> AskAsync(Request request, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<IReadOnlyList<StoredDocument>> ListAsync(CancellationToken cancellationToken) => new([]);

        public async ValueTask<StoredDocument> AddAsync(string name, byte[] bytes, AssetPath? asset, CancellationToken cancellationToken)
        {
            Started.SetResult();
            await MayEnd.Task.WaitAsync(cancellationToken);
            return new StoredDocument(1, name, null, "", 1, null, null);
        }

        public ValueTask RemoveAsync(long id, CancellationToken cancellationToken) => throw new IOException("the disk is full");

        public ValueTask<Passages> SearchAsync(string question, int? top, AssetPath? asset, CancellationToken cancellationToken) => new(new Passages([new Passage("1", "found", 1)]));

        public void Dispose() => IsDisposed = true;
    }
}
