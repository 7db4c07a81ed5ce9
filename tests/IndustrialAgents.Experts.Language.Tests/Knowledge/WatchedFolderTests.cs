using IndustrialAgents.Experts.Language.Tests.Support;

namespace IndustrialAgents.Experts.Language.Tests.Knowledge;

/// <summary>A knowledge expert of a directory with a watched folder.</summary>
public sealed class WatchedFolderTests : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("ia-watched-").FullName;
    private readonly ListLogger _logger = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Folder_FilesDropped_AreDocumentsWhileTheExpertRuns()
    {
        Directory.CreateDirectory(Path.Combine(_home, "manuals"));
        File.WriteAllText(Path.Combine(_home, "manuals", "early.txt"), "The guard is yellow.");
        await using var directory = Open("../../manuals");
        var documents = ((IDocumentExpert)directory.Find("plant-knowledge")!.Expert).Documents!;
        await Until.HoldsAsync(() => Names(documents) == "early.txt", "what was there is read");

        File.WriteAllText(Path.Combine(_home, "manuals", "late.txt"), "The pump is green.");
        await Until.HoldsAsync(() => Names(documents) == "early.txt,late.txt", "what is dropped is read");
        File.Delete(Path.Combine(_home, "manuals", "early.txt"));
        await Until.HoldsAsync(() => Names(documents) == "late.txt", "what is deleted is removed");

        var id = (await documents.ListAsync(Token))[0].Id;
        var refused = await Assert.ThrowsAsync<InvalidRequestException>(async () => await documents.RemoveAsync(id, Token));
        Assert.Equal("id", refused.Field);
        var passage = Assert.Single((await documents.SearchAsync("pump", null, null, Token)).Items);
        Assert.Equal(("late.txt", "line 1"), (passage.Document, passage.Place));
    }

    [Fact]
    public async Task Folder_ThatComesLater_IsRead()
    {
        await using var directory = Open(Path.Combine(_home, "later"));
        var documents = ((IDocumentExpert)directory.Find("plant-knowledge")!.Expert).Documents!;
        await Until.HoldsAsync(() => _logger.Warnings.Count > 0, "its absence is told");

        Directory.CreateDirectory(Path.Combine(_home, "later"));
        File.WriteAllText(Path.Combine(_home, "later", "a.txt"), "The guard is yellow.");

        await Until.HoldsAsync(() => Names(documents) == "a.txt", "it is read");
    }

    [Theory]
    [InlineData("manuals", "lies inside the expert's own folder")]
    [InlineData(".", "lies inside the expert's own folder")]
    [InlineData("../../experts", "holds the expert's own folder")]
    [InlineData(" ", "is empty")]
    public async Task Folder_InTheWrongPlace_NamesTheOption(string folder, string mention)
    {
        await using var directory = Open(folder);

        Assert.Empty(directory.Experts);
        var problem = Assert.Single(directory.Problems).Message;
        Assert.Contains("code.folder", problem, StringComparison.Ordinal);
        Assert.Contains(mention, problem, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_home, recursive: true);

    private static string Names(IDocumentCollection documents) => string.Join(',', documents.ListAsync(Token).AsTask().GetAwaiter().GetResult().Select(document => document.Name));

    private LocalExpertDirectory Open(string folder)
    {
        var own = Directory.CreateDirectory(Path.Combine(_home, "experts", "knowledge")).FullName;
        File.WriteAllText(
            Path.Combine(own, ManifestReader.FileName),
            $$"""{"name": "plant-knowledge", "version": "1.0.0", "modality": "language", "tasks": ["retrieve"], "code": {"use": "knowledge", "folder": {{System.Text.Json.JsonSerializer.Serialize(folder)}} } }""");
        var directory = new LocalExpertDirectory(
            new ExpertLoader(ExpertCatalog.Of([new LanguageModule()]), new PooledModels(new Onnx.ModelPool(), TimeProvider.System)),
            new LocalExpertDirectoryOptions { Folders = [Path.Combine(_home, "experts")] },
            TimeProvider.System,
            _logger);
        directory.Refresh();
        return directory;
    }
}
