using System.Security.Cryptography;
using IndustrialAgents.Tests.Hub;

namespace IndustrialAgents.Experts.Tests.Hub;

public sealed class FolderModelHubTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task DownloadAsync_CacheOfTheHub_IsReadByBranchAndCheckedByItsBlobs()
    {
        using var folder = new TestFolder();
        var (blob, commit) = MakeCache(folder);
        var hub = new FolderModelHub(folder["cache"], TimeProvider.System, keepFree: 0);

        var model = await hub.FindAsync(HubReference.Parse("plant/forecaster"), Token);
        await hub.DownloadAsync(model, model.Files.Single(file => file.Path == "onnx/model.onnx"), folder["out/model.onnx"], null, Token);

        Assert.Equal(commit, model.Commit);
        Assert.Equal(("other", "plant-licence", "LICENSE"), (model.License!.Id, model.License.Name, model.License.Link));
        Assert.Equal(await File.ReadAllBytesAsync(blob, Token), await File.ReadAllBytesAsync(folder["out/model.onnx"], Token));

        await File.WriteAllBytesAsync(blob, new byte[2000], Token);
        File.Delete(folder["out/model.onnx"]);
        var error = await Assert.ThrowsAsync<ModelHubException>(() => hub.DownloadAsync(model, model.Files[^1], folder["out/model.onnx"], null, Token));
        Assert.Contains("SHA-256", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FindAsync_RevisionThatIsNotThere_NamesThoseThatAre()
    {
        using var folder = new TestFolder();
        var (_, commit) = MakeCache(folder);

        var error = await Assert.ThrowsAsync<ModelHubException>(() =>
            new FolderModelHub(folder["cache"], TimeProvider.System).FindAsync(HubReference.Parse("plant/forecaster@v2"), Token));

        Assert.Contains(commit, error.Message, StringComparison.Ordinal);
        Assert.Equal(commit, (await new FolderModelHub(folder["cache"], TimeProvider.System).FindAsync(new HubReference("plant/forecaster", commit), Token)).Commit);
    }

    [Theory]
    [InlineData("")]
    [InlineData("forecaster")]
    [InlineData("plant/forecaster")]
    public async Task DownloadAsync_PlainCopy_IsTakenAsItIs(string under)
    {
        using var folder = new TestFolder();
        var at = Directory.CreateDirectory(System.IO.Path.Combine(folder["copy"], under)).FullName;
        await File.WriteAllBytesAsync(System.IO.Path.Combine(at, "model.onnx"), [1, 2, 3], Token);
        var hub = new FolderModelHub(folder["copy"], TimeProvider.System, keepFree: 0);

        var model = await hub.FindAsync(HubReference.Parse("plant/forecaster"), Token);
        await hub.DownloadAsync(model, Assert.Single(model.Files), folder["out/model.onnx"], null, Token);

        Assert.Null(model.Commit);
        Assert.Null(model.Files[0].Hash);
        Assert.Null(model.License);
        Assert.Equal([1, 2, 3], await File.ReadAllBytesAsync(folder["out/model.onnx"], Token));
    }

    [Fact]
    public async Task FindAsync_NotThere_SaysWhereItIsLookedFor()
    {
        using var folder = new TestFolder();
        Directory.CreateDirectory(folder["empty"]);

        var error = await Assert.ThrowsAsync<ModelHubException>(() => new FolderModelHub(folder["empty"], TimeProvider.System).FindAsync(HubReference.Parse("plant/forecaster"), Token));

        Assert.Contains("models--plant--forecaster", error.Message, StringComparison.Ordinal);
        Assert.Throws<ModelHubException>(() => new FolderModelHub(folder["nowhere"], TimeProvider.System));
    }

    private static (string Blob, string Commit) MakeCache(TestFolder folder)
    {
        var (commit, content) = (new string('a', 40), HubServer.Bytes(2000));
        var root = folder["cache/models--plant--forecaster"];
        var blob = System.IO.Path.Combine(root, "blobs", Convert.ToHexStringLower(SHA256.HashData(content)));
        var snapshot = System.IO.Path.Combine(root, "snapshots", commit);
        foreach (var name in new[] { System.IO.Path.GetDirectoryName(blob)!, System.IO.Path.Combine(snapshot, "onnx"), System.IO.Path.Combine(root, "refs") })
        {
            Directory.CreateDirectory(name);
        }

        File.WriteAllBytes(blob, content);
        File.WriteAllText(System.IO.Path.Combine(root, "refs", "main"), commit);
        File.WriteAllText(System.IO.Path.Combine(snapshot, "README.md"), "---\nlicense: other\nlicense_name: \"plant-licence\"\nlicense_link: LICENSE\ntags:\n  - x\n---\nlicense: mit\n");
        File.CreateSymbolicLink(System.IO.Path.Combine(snapshot, "onnx", "model.onnx"), System.IO.Path.Combine("..", "..", "..", "blobs", System.IO.Path.GetFileName(blob)));
        return (blob, commit);
    }
}
