using System.Text;
using FsCheck;
using FsCheck.Fluent;
using IndustrialAgents.Experts.Language.Knowledge;
using Microsoft.Data.Sqlite;

namespace IndustrialAgents.Experts.Language.Tests.Knowledge;

public sealed class IndexTests : IDisposable
{
    private const string Table = "Component,Failure mode,Action\nFuel tank,Leaking,Drain and flush\nRadiator,Blocked fins,Clean fins\nAlternator,Worn brushes,Replace brushes\nStarter motor,Seized bearing,Replace bearing\n";

    private readonly KnowledgeFixture _fixture = new();

    [Theory]
    [InlineData("what to do when the radiator fins are blocked", "row 2")]
    [InlineData("worn brush of the alternater", "row 3")]
    public void Search_WordsAndMisspelledWords_FindsTheRow(string question, string place)
    {
        _fixture.Add("fmea.csv", Table);

        var hit = _fixture.Index.Search(KnowledgeStore.DefaultTenant, question, 3)[0];

        Assert.StartsWith(place, hit.Chunk.Place, StringComparison.Ordinal);
        Assert.InRange(hit.Coverage, 0.5, 1);
    }

    [Fact]
    public void Search_OtherTenant_FindsNothing()
    {
        var document = _fixture.Add("fmea.csv", Table, "a");
        _fixture.Add("other.txt", "A conveyor belt slips.", "b");

        Assert.Empty(_fixture.Index.Search("b", "fuel tank leaking", 5));
        Assert.NotEmpty(_fixture.Index.Search("a", "fuel tank leaking", 5));
        Assert.False(_fixture.Store.Remove("b", document.Id));
        Assert.Equal(["other.txt"], _fixture.Store.List("b").Select(kept => kept.Name));
    }

    [Fact]
    public void Add_ChangedAndUnchanged_ReplacesOnlyTheChanged()
    {
        var first = _fixture.Add("a.txt", "The pump hums.");
        Assert.Equal(first.Id, _fixture.Add("a.txt", "The pump hums.").Id);
        Assert.NotEmpty(_fixture.Index.Search(KnowledgeStore.DefaultTenant, "hums", 1));

        var second = _fixture.Add("a.txt", "The pump whistles.");

        Assert.NotEqual(first.Id, second.Id);
        Assert.Empty(_fixture.Index.Search(KnowledgeStore.DefaultTenant, "hums", 1));
        Assert.NotEmpty(_fixture.Index.Search(KnowledgeStore.DefaultTenant, "whistles", 1));
        Assert.True(_fixture.Store.Remove(KnowledgeStore.DefaultTenant, second.Id));
        Assert.Empty(_fixture.Index.Search(KnowledgeStore.DefaultTenant, "whistles", 1));
    }

    [Fact]
    public void Search_ByAsset_LeavesOutOtherAssets()
    {
        _fixture.Add("a.txt", "The seal leaks at pump one.", asset: "plant/site/pump1");
        _fixture.Add("b.txt", "The seal leaks at pump two.", asset: "plant/site/pump2");
        _fixture.Add("c.txt", "A seal leaks in general.");

        var hits = _fixture.Index.Search(KnowledgeStore.DefaultTenant, "seal leaks", 5, AssetPath.Parse("plant/site/pump1"));

        Assert.Equal(["a.txt", "c.txt"], hits.Select(hit => hit.Document.Name).Order());
    }

    [Fact]
    public void Search_EmptyAndVeryLongQuestions_AreAnswered()
    {
        _fixture.Add("fmea.csv", Table);
        _fixture.Add("empty.txt", "");

        Assert.Empty(_fixture.Index.Search(KnowledgeStore.DefaultTenant, "", 5));
        Assert.Empty(_fixture.Index.Search("nobody", "fuel", 5));
        Assert.NotEmpty(_fixture.Index.Search(KnowledgeStore.DefaultTenant, string.Concat(Enumerable.Repeat("fuel tank ", 100_000)), 5));
    }

    [Fact]
    public void Add_TenMegabytes_IsTakenIn()
    {
        var text = new StringBuilder();
        for (var i = 0; text.Length < 10_000_000; i++)
        {
            text.Append("Line ").Append(i).Append(" of the log says that all is well with the machine today.\n\n");
        }

        Assert.True(_fixture.Add("big.log", text.ToString()).Chunks > 1000);
    }

    [Fact]
    public void Open_DamagedFile_SaysSo()
    {
        using var folder = new KnowledgeFixture();
        var path = folder.File + ".bad";
        File.WriteAllBytes(path, [.. Enumerable.Range(0, 8192).Select(i => (byte)(i * 31))]);

        var error = Assert.Throws<InvalidDataException>(() => KnowledgeStore.Open(path).Dispose());

        Assert.Contains("damaged", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Add_CutOffInTheMiddle_LeavesTheOldDocument()
    {
        _fixture.Add("a.txt", "The pump hums.");
        using var other = new SqliteConnection($"Data Source={_fixture.File};Pooling=False");
        other.Open();
        using var break_ = new SqliteCommand("CREATE TRIGGER t BEFORE INSERT ON chunk WHEN NEW.ordinal = 1 BEGIN SELECT raise(ABORT, 'cut off'); END", other);
        break_.ExecuteNonQuery();

        Assert.Throws<IOException>(() => _fixture.Add("a.txt", string.Concat(Enumerable.Repeat("The pump whistles loudly. ", 200))));

        Assert.Equal("The pump hums.", _fixture.Index.Search(KnowledgeStore.DefaultTenant, "pump", 1).Single().Chunk.Text);
    }

    [Fact]
    public async Task Search_WhileDocumentsAreAdded_FindsWholeDocuments()
    {
        _fixture.Add("first.csv", Table);
        var token = TestContext.Current.CancellationToken;
        var done = 0;
        var readers = Enumerable.Range(0, 3).Select(_ => Task.Run(
            () =>
            {
                while (Volatile.Read(ref done) == 0)
                {
                    var hits = _fixture.Index.Search(KnowledgeStore.DefaultTenant, "fuel tank leaking", 50);
                    Assert.NotEmpty(hits);
                    Assert.All(hits.GroupBy(hit => hit.Document.Id), group => Assert.Equal(1, group.Count(hit => hit.Chunk.Cells[0] == "Fuel tank")));
                }
            },
            token)).ToArray();
        for (var i = 0; i < 20; i++)
        {
            _fixture.Add($"{i}.csv", Table);
        }

        Volatile.Write(ref done, 1);
        await Task.WhenAll(readers);
        Assert.Equal(21, _fixture.Index.Search(KnowledgeStore.DefaultTenant, "fuel tank leaking", 50).Count(hit => hit.Chunk.Cells[0] == "Fuel tank"));
    }

    [Fact]
    public void Join_AnyRankings_IsTheSumOfReciprocalRanks() => Prop.ForAll<int[], int[]>((a, b) =>
    {
        int[][] rankings = [[.. a.Distinct()], [.. b.Distinct()]];

        var joined = ReciprocalRankFusion.Join(rankings.Select(ranking => ranking.AsEnumerable()));

        Assert.Equal(a.Union(b).Order(), joined.Select(pair => pair.Item).Order());
        Assert.All(joined, pair => Assert.Equal(rankings.Where(ranking => ranking.Contains(pair.Item)).Sum(ranking => 1.0 / (61 + Array.IndexOf(ranking, pair.Item))), pair.Score, 1e-12));
        Assert.Equal(joined.Select(pair => pair.Score).OrderDescending(), joined.Select(pair => pair.Score));
    }).QuickCheckThrowOnFailure();

    public void Dispose() => _fixture.Dispose();
}
