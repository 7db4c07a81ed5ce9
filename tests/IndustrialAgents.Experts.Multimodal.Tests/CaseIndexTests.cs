using System.Numerics.Tensors;
using FsCheck;
using FsCheck.Fluent;

namespace IndustrialAgents.Experts.Multimodal.Tests;

public sealed class CaseIndexTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ia-cases-");

    private string FilePath => Path.Combine(_folder.FullName, "cases.index");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Search_AnyCases_IsTheFullSortByCosine()
    {
        var random = new System.Random(2);
        using var index = CaseIndex.Open(FilePath, 6);
        var places = Enumerable.Range(0, 500).ToDictionary(i => $"c{i}", _ => Place(random, 6));
        foreach (var (id, place) in places)
        {
            index.Add(Case(id), place);
        }

        var asked = Place(random, 6);
        var hits = index.Search(asked, 20);
        Assert.Equal(places.OrderByDescending(pair => TensorPrimitives.CosineSimilarity<float>(asked, pair.Value)).Take(20).Select(pair => pair.Key), hits.Select(hit => hit.Case.Id));
        Assert.Equal(TensorPrimitives.CosineSimilarity<float>(asked, places[hits[0].Case.Id]), hits[0].Score, 1e-5);
    }

    [Fact]
    public void Open_AfterAnyAddsAndRemoves_HoldsWhatADictionaryHolds() => Prop.ForAll(
        ArbMap.Default.ArbFor<(byte Id, bool Remove)[]>(),
        steps =>
        {
            File.Delete(FilePath);
            var expected = new Dictionary<string, string>();
            using (var index = CaseIndex.Open(FilePath, 2))
            {
                for (var i = 0; i < steps.Length; i++)
                {
                    var id = $"{steps[i].Id % 16}";
                    if (steps[i].Remove)
                    {
                        Assert.Equal(expected.Remove(id), index.Remove(id));
                    }
                    else
                    {
                        index.Add(Case(id) with { Text = $"{i}" }, [i + 1, 1]);
                        expected[id] = $"{i}";
                    }
                }
            }

            using var again = CaseIndex.Open(FilePath, 2);
            Assert.Equal(expected.OrderBy(pair => pair.Key), again.Search([1, 0], 100).ToDictionary(hit => hit.Case.Id, hit => hit.Case.Text).OrderBy(pair => pair.Key));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Open_RecordCutOff_IsForgottenAndTheRestKept()
    {
        using (var index = CaseIndex.Open(FilePath, 2))
        {
            index.Add(Case("a"), [1, 0]);
            index.Add(Case("b"), [0, 1]);
        }

        var bytes = File.ReadAllBytes(FilePath);
        for (var cut = 1; cut < 20; cut++)
        {
            File.WriteAllBytes(FilePath, bytes[..^cut]);
            using var index = CaseIndex.Open(FilePath, 2);
            Assert.Equal(["a"], index.Search([1, 1], 9).Select(hit => hit.Case.Id));
            index.Add(Case("c"), [1, 1]);
            Assert.Equal(2, index.Count);
        }

        using var last = CaseIndex.OpenRead(FilePath, 2);
        Assert.Equal(2, last.Count);
    }

    [Fact]
    public void Open_AnyByteWrong_IsAnErrorOrTheLastCaseIsLost()
    {
        using (var index = CaseIndex.Open(FilePath, 2))
        {
            index.Add(Case("a"), [1, 0]);
            index.Add(Case("b"), [0, 1]);
        }

        var bytes = File.ReadAllBytes(FilePath);
        for (var i = 0; i < bytes.Length; i++)
        {
            var damaged = (byte[])bytes.Clone();
            damaged[i] ^= 0x40;
            File.WriteAllBytes(FilePath, damaged);
            var e = Record.Exception(() =>
            {
                using var index = CaseIndex.OpenRead(FilePath, 2);
                Assert.Subset(new HashSet<string> { "a", "b" }, index.Search([1, 1], 9).Select(hit => hit.Case.Id).ToHashSet());
            });
            Assert.True(e is null or InvalidDataException, $"byte {i}: {e}");
        }
    }

    [Fact]
    public void Refresh_AnotherWrites_SeesWhatWasAddedRemovedAndCompacted()
    {
        using (var writer = CaseIndex.Open(FilePath, 2))
        {
            using var reader = CaseIndex.OpenRead(FilePath, 2);
            writer.Add(Case("a"), [1, 0]);
            writer.Add(Case("b"), [0, 1]);
            reader.Refresh();
            Assert.Equal(2, reader.Count);
            writer.Remove("a");
            writer.Compact(FilePath + ".new");
            writer.Dispose();
            File.Move(FilePath + ".new", FilePath, overwrite: true);
            reader.Refresh();
            Assert.Equal("b", Assert.Single(reader.Search([1, 0], 5)).Case.Id);
            Assert.Throws<InvalidOperationException>(() => reader.Add(Case("c"), [1, 0]));
        }
    }

    [Fact]
    public void Open_OtherDimensionOrOtherFile_SaysWhich()
    {
        CaseIndex.Open(FilePath, 3).Dispose();
        Assert.Contains("3 dimensions", Assert.Throws<InvalidDataException>(() => CaseIndex.Open(FilePath, 2)).Message);
        File.WriteAllText(FilePath, "a text that is long enough for a header");
        Assert.Contains("no index", Assert.Throws<InvalidDataException>(() => CaseIndex.Open(FilePath, 2)).Message);
        Assert.Throws<FileNotFoundException>(() => CaseIndex.OpenRead(FilePath + "x", 2));
    }

    [Fact]
    public void Add_WrongCase_NamesTheField()
    {
        using var index = CaseIndex.Open(FilePath, 2);
        Assert.Equal("id", Assert.Throws<InvalidRequestException>(() => index.Add(Case(" "), [1, 0])).Field);
        Assert.Equal("place", Assert.Throws<InvalidRequestException>(() => index.Add(Case("a"), [1])).Field);
        Assert.Equal("place", Assert.Throws<InvalidRequestException>(() => index.Add(Case("a"), [1, float.NaN])).Field);
        Assert.Equal("text", Assert.Throws<InvalidRequestException>(() => index.Add(Case("a") with { Text = new string('x', 2 << 20) }, [1, 0])).Field);
        Assert.Throws<ArgumentException>(() => index.Search([1], 1));
    }

    private static PastCase Case(string id) => new(id, "acme/pump-1", "leak", "resealed");

    private static float[] Place(System.Random random, int dimension) => [.. Enumerable.Range(0, dimension).Select(_ => (float)(random.NextDouble() - 0.5))];
}
