using IndustrialAgents.Experts.Language.Knowledge;
using IndustrialAgents.Experts.Language.Tests.Support;

namespace IndustrialAgents.Experts.Language.Tests.Knowledge;

public sealed class FolderDocumentsTests : IDisposable
{
    private const string Tenant = KnowledgeStore.DefaultTenant;

    private readonly KnowledgeFixture _fixture = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("ia-manuals-").FullName;
    private readonly ListLogger _logger = new();
    private DateTime _written = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Look_FilesAddedChangedDeleted_FollowsThem()
    {
        var documents = Create();
        Write("a.txt", "The guard is yellow.");
        Write("pumps/b.txt", "The pump is green.");
        documents.Look(TestContext.Current.CancellationToken);
        Assert.Equal(["a.txt", "pumps/b.txt"], Names());
        var first = _fixture.Store.List(Tenant)[1].Id;

        Write("a.txt", "The guard is orange.");
        File.Delete(Path.Combine(_folder, "pumps", "b.txt"));
        Write("c.txt", "The valve is red.");
        documents.Look(TestContext.Current.CancellationToken);

        Assert.Equal(["a.txt", "c.txt"], Names());
        Assert.Equal("The guard is orange.", _fixture.Index.Search(Tenant, "guard", 1)[0].Chunk.Text);
        Assert.Empty(_fixture.Index.Search(Tenant, "pump", 1));
        Assert.All(_fixture.Store.List(Tenant), document => Assert.Equal(_folder, document.Origin));
        Assert.True(first > 0);
        Assert.Empty(_logger.Warnings);
    }

    [Fact]
    public void Look_AfterARestart_TakesInWhatChangedMeanwhile()
    {
        Write("same.txt", "The guard is yellow.");
        Write("changed.txt", "The pump is green.");
        Write("deleted.txt", "The valve is red.");
        Create().Look(TestContext.Current.CancellationToken);
        var kept = _fixture.Store.List(Tenant).Single(document => document.Name == "same.txt").Id;

        Write("changed.txt", "The pump is blue now.");
        File.Delete(Path.Combine(_folder, "deleted.txt"));
        Create().Look(TestContext.Current.CancellationToken);

        Assert.Equal(["changed.txt", "same.txt"], Names());
        Assert.Equal(kept, _fixture.Store.List(Tenant).Single(document => document.Name == "same.txt").Id);
        Assert.Equal("The pump is blue now.", _fixture.Index.Search(Tenant, "pump", 1)[0].Chunk.Text);
    }

    [Fact]
    public void Look_RefusedFiles_AreToldOnceAndKeepNoOtherFromBeingRead()
    {
        Write("a.docx", "no kind that is read");
        Write("b.pdf", "no PDF");
        Write("c.txt", "");
        Write("d.txt", "zero \0 characters");
        Write("e.txt", "The guard is yellow.");
        var documents = Create();

        documents.Look(TestContext.Current.CancellationToken);
        documents.Look(TestContext.Current.CancellationToken);

        Assert.Equal(["e.txt"], Names());
        Assert.Equal(4, _logger.Warnings.Count);
        Assert.Contains("a.docx of " + _folder + " is not read: document: is of no kind that is read", _logger.Warnings[0], StringComparison.Ordinal);
        Assert.Contains("b.pdf", _logger.Warnings[1], StringComparison.Ordinal);
        Assert.Contains("c.txt of " + _folder + " is not read: document: is empty", _logger.Warnings[2], StringComparison.Ordinal);
        Write("d.txt", "The pump is green.");
        documents.Look(TestContext.Current.CancellationToken);
        Assert.Equal(["d.txt", "e.txt"], Names());
    }

    [Fact]
    public void Look_AFileBeyondTheLimit_NamesTheLimitUnread()
    {
        using var store = KnowledgeStore.Open(_fixture.File, new ReadingLimits { MaxBytes = 10 });
        Write("a.txt", "more than ten bytes");

        new FolderDocuments(_folder, false, Tenant, store, _logger).Look(TestContext.Current.CancellationToken);

        Assert.Empty(Names());
        Assert.Contains("has 19 bytes; the limit is 10", Assert.Single(_logger.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Look_ANewVersionThatIsRefused_KeepsTheEarlierOne()
    {
        Write("a.txt", "The guard is yellow.");
        var documents = Create();
        documents.Look(TestContext.Current.CancellationToken);

        Write("a.txt", "broken \0");
        documents.Look(TestContext.Current.CancellationToken);

        Assert.Equal("The guard is yellow.", _fixture.Index.Search(Tenant, "guard", 1)[0].Chunk.Text);
        Assert.Single(_logger.Warnings);
    }

    [Fact]
    public void Look_APostedDocumentOfTheName_IsLeftAlone()
    {
        _fixture.Add("a.txt", "Posted by hand.");
        _fixture.Add("b.txt", "Posted as well.");
        Write("a.txt", "The guard is yellow.");
        var documents = Create();

        documents.Look(TestContext.Current.CancellationToken);
        documents.Look(TestContext.Current.CancellationToken);

        Assert.Equal(["a.txt", "b.txt"], Names());
        Assert.Equal("Posted by hand.", _fixture.Index.Search(Tenant, "posted hand", 1)[0].Chunk.Text);
        Assert.Contains("was added by hand", Assert.Single(_logger.Warnings), StringComparison.Ordinal);
        _fixture.Store.Remove(Tenant, _fixture.Store.List(Tenant)[0].Id);
        documents.Look(TestContext.Current.CancellationToken);
        Assert.Equal("The guard is yellow.", _fixture.Index.Search(Tenant, "guard", 1)[0].Chunk.Text);
    }

    [Fact]
    public void Add_OfADocumentOfAFolder_IsRefused()
    {
        Write("a.txt", "The guard is yellow.");
        Create().Look(TestContext.Current.CancellationToken);

        var error = Assert.Throws<InvalidRequestException>(() => _fixture.Add("a.txt", "Posted."));

        Assert.Equal("name", error.Field);
        Assert.Contains(_folder, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Look_Links_AreNotFollowed()
    {
        var outside = Directory.CreateTempSubdirectory("ia-outside-").FullName;
        File.WriteAllText(Path.Combine(outside, "secret.txt"), "The password is long.");
        File.CreateSymbolicLink(Path.Combine(_folder, "link.txt"), Path.Combine(outside, "secret.txt"));
        Directory.CreateSymbolicLink(Path.Combine(_folder, "linked"), outside);

        Create().Look(TestContext.Current.CancellationToken);

        Assert.Empty(Names());
        Directory.Delete(outside, recursive: true);
    }

    [Fact]
    public void Look_AFolderThatIsAway_KeepsItsDocuments()
    {
        Write("a.txt", "The guard is yellow.");
        var documents = Create();
        documents.Look(TestContext.Current.CancellationToken);
        Directory.Move(_folder, _folder + ".away");

        documents.Look(TestContext.Current.CancellationToken);
        documents.Look(TestContext.Current.CancellationToken);

        Assert.Equal(["a.txt"], Names());
        Assert.StartsWith("the folder of", Assert.Single(_logger.Warnings), StringComparison.Ordinal);
        Directory.Move(_folder + ".away", _folder);
    }

    [Fact]
    public void Look_AFileThatIsStillBeingWritten_IsReadAtTheNextLook()
    {
        Write("a.txt", "The guard is");
        var writing = true;
        var documents = new FolderDocuments(_folder, false, Tenant, _fixture.Store, _logger, path =>
        {
            var bytes = File.ReadAllBytes(path);
            if (writing)
            {
                Write("a.txt", "The guard is yellow.");
                writing = false;
            }

            return bytes;
        });

        documents.Look(TestContext.Current.CancellationToken);
        Assert.Empty(Names());
        documents.Look(TestContext.Current.CancellationToken);

        Assert.Equal("The guard is yellow.", _fixture.Index.Search(Tenant, "guard", 1)[0].Chunk.Text);
        Assert.Empty(_logger.Warnings);
    }

    [Fact]
    public void Look_AssetFromFolder_IsThePathAboveTheFile()
    {
        Write("acme/west/pump1/a.txt", "The guard is yellow.");
        Write("all.txt", "The pump is green.");
        Write("no asset/b.txt", "The valve is red.");

        new FolderDocuments(_folder, true, Tenant, _fixture.Store, _logger).Look(TestContext.Current.CancellationToken);

        Assert.Equal([("acme/west/pump1/a.txt", "acme/west/pump1"), ("all.txt", null)], _fixture.Store.List(Tenant).Select(document => (document.Name, document.Asset)));
        Assert.Contains("assetFromFolder: 'no asset' is not an asset path", Assert.Single(_logger.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Look_Stopping_ReadsNoFurtherFile()
    {
        Write("a.txt", "The guard is yellow.");
        using var stopping = new CancellationTokenSource();
        stopping.Cancel();

        Create().Look(stopping.Token);

        Assert.Empty(Names());
    }

    [Fact]
    public void Open_AFileOfAnEarlierVersion_KeepsItsDocuments()
    {
        var file = Path.Combine(_folder, "old.db");
        using (var old = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={file};Pooling=False"))
        {
            old.Open();
            using var command = old.CreateCommand();
            command.CommandText = """
                CREATE TABLE document(id INTEGER PRIMARY KEY AUTOINCREMENT, tenant TEXT NOT NULL, name TEXT NOT NULL, asset TEXT, sha256 TEXT NOT NULL, chunks INTEGER NOT NULL, encoding TEXT, UNIQUE(tenant, name));
                INSERT INTO document(tenant, name, sha256, chunks) VALUES('default', 'a.txt', 'x', 0);
                """;
            command.ExecuteNonQuery();
        }

        using var store = KnowledgeStore.Open(file);

        Assert.Null(Assert.Single(store.List()).Origin);
        Assert.Equal("/manuals", store.Add(Tenant, "b.txt", "text"u8.ToArray(), origin: "/manuals").Origin);
    }

    public void Dispose()
    {
        _fixture.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private FolderDocuments Create() => new(_folder, false, Tenant, _fixture.Store, _logger);

    private IEnumerable<string> Names() => _fixture.Store.List(Tenant).Select(document => document.Name);

    // Times differ even where the clock of the file system is coarse.
    private void Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        File.SetLastWriteTimeUtc(path, _written = _written.AddSeconds(1));
    }
}
