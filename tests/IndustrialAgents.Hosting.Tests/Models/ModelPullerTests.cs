using System.Text.Json.Nodes;
using IndustrialAgents.Experts;
using IndustrialAgents.Onnx.Graphs;
using IndustrialAgents.Tests.Hub;

namespace IndustrialAgents.Hosting.Tests.Models;

public sealed class ModelPullerTests : IDisposable
{
    private readonly TestFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task PullAsync_FromAHub_WritesHashesCommitAndLicence()
    {
        await using var server = await HubServer.StartAsync();
        server.Files["onnx/model.onnx"] = SmallGraphs.ChronosBolt().ToBytes();
        server.Files["onnx/model_fp16.onnx"] = [1];
        server.Files["README.md"] = [2];
        using var hub = new HttpModelHub(server.Options, TimeProvider.System);
        var puller = new ModelPuller(hub);
        var told = new List<string>();

        var pulled = await puller.PullAsync(
            await puller.FindAsync(HubReference.Parse(HubServer.Repository), Token), new PullOptions { Folder = _folder["models"] }, new Told(told.Add), Token);

        Assert.Equal("chronos-bolt", pulled.Convention!.Name);
        Assert.Equal(_folder["models/forecaster-cccccccccccc"], pulled.Folder);
        var manifest = ManifestReader.ReadFolder(pulled.Folder);
        Assert.Equal("forecaster@cccccccccccc", manifest.Id.ToString());
        Assert.Equal(("apache-2.0", $"{server.Endpoint}plant/forecaster/tree/{HubServer.Commit}"), (manifest.License, manifest.Source));
        Assert.Equal("model.onnx", Assert.Single(manifest.Files).Path);
        ExpertFiles.Verify(manifest, pulled.Folder);
        Assert.Contains(told, step => step.Contains("100 %", StringComparison.Ordinal));
        Assert.Equal(pulled.Manifest.Id, Assert.Single(ModelPuller.Pulled(_folder["models"])).Manifest.Id);
        Assert.Empty(pulled.Notes);
    }

    [Fact]
    public async Task PullAsync_ExternalData_IsBroughtUnderWhateverName()
    {
        var graph = SmallGraphs.Moment("forecast", horizon: 400);
        Directory.CreateDirectory(_folder["hub/onnx"]);
        graph.Save(_folder["hub/onnx/model.onnx"], new OnnxSaveOptions { ExternalDataThreshold = 256 });
        var external = Assert.Single(graph.ExternalFiles.Count > 0 ? graph.ExternalFiles : OnnxGraph.Load(_folder["hub/onnx/model.onnx"]).ExternalFiles);

        var pulled = await PullAsync(new PullOptions { Folder = _folder["models"], Files = ["onnx/model.onnx"] });

        Assert.Equal(["model.onnx", external], pulled.Manifest.Files.Select(file => file.Path));
        ExpertInstaller.Add(pulled.Folder, _folder["experts"], ExpertCatalog.Of([]));
    }

    [Fact]
    public async Task PullAsync_OpenSizes_ComeFromTheConfiguration()
    {
        Save(SmallGraphs.ChronosBolt(levels: 3));
        File.WriteAllText(_folder["hub/config.json"], """{"architectures": ["ChronosBoltModelForForecasting"], "chronos_config": {"context_length": 64, "input_patch_size": 8, "quantiles": [0.1, 0.5, 0.9]}}""");

        var pulled = await PullAsync(new PullOptions { Folder = _folder["models"] });

        var json = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(pulled.Folder, "expert.json"), Token))!;
        var step = json["inputs"]![0]!["preprocess"]!;
        Assert.Equal((64, 8), ((int)step["maxLength"]!, (int)step["pad"]!["multiple"]!));
        Assert.Null(step["length"]);
        Assert.Equal("[0.1,0.5,0.9]", json["output"]!["quantiles"]!["levels"]!.ToJsonString());
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("""{"chronos_config": 3, "architectures": [null, {}]}""")]
    [InlineData("""{"chronos_config": {"context_length": "many", "quantiles": 3}}""")]
    public async Task PullAsync_ConfigurationThatIsNone_IsNotNeeded(string text)
    {
        Save(SmallGraphs.ChronosBolt());
        File.WriteAllText(_folder["hub/config.json"], text);

        Assert.Equal("chronos-bolt", (await PullAsync(new PullOptions { Folder = _folder["models"] })).Convention!.Name);
    }

    [Fact]
    public async Task PullAsync_ModelOfNoFamily_PassesTensorsThroughAndSaysWhatDiffers()
    {
        Save(Mlp.Create([4, 4, 2], 1));

        var pulled = await PullAsync(new PullOptions { Folder = _folder["models"] });

        Assert.Null(pulled.Convention);
        Assert.Equal("tensors", pulled.Manifest.Output!.Use);
        Assert.Contains(pulled.Notes, note => note.Contains("no convention fits", StringComparison.Ordinal));
        Assert.Contains(pulled.Notes, note => note.Contains("hashes", StringComparison.Ordinal));
        var asked = await PullAsync(new PullOptions { Folder = _folder["models"], Convention = "onnx", Target = _folder["other"] });
        Assert.DoesNotContain(asked.Notes, note => note.Contains("convention", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("timesfm", "timesfm differs in that output")]
    [InlineData("ttm", "it has no input past_values [batch, context, channels]; it has context Float32 [?, ?]")]
    [InlineData("moment", "x_enc")]
    public async Task PullAsync_AnotherFamilyThanNamed_SaysWhatDiffers(string convention, string expected)
    {
        Save(SmallGraphs.ChronosBolt());

        var error = await Assert.ThrowsAsync<ModelHubException>(() => PullAsync(new PullOptions { Folder = _folder["models"], Convention = convention }));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Empty(ModelPuller.Pulled(_folder["models"]));
    }

    [Fact]
    public async Task PullAsync_LevelsThatAreNotKnown_AreNamed()
    {
        Save(SmallGraphs.ChronosBolt(levels: 5));

        var error = await Assert.ThrowsAsync<ModelHubException>(() => PullAsync(new PullOptions { Folder = _folder["models"], Convention = "chronos-bolt" }));

        Assert.Contains("has 5 levels, and 9 are known", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PullAsync_OutputOfAnotherName_IsTakenWhereItIsTheOnlyOne()
    {
        Save(SmallGraphs.ChronosBolt(output: "y"));

        var pulled = await PullAsync(new PullOptions { Folder = _folder["models"], Convention = "chronos-bolt" });

        Assert.Equal("\"y\"", pulled.Manifest.Output!.Options["output"].GetRawText());
    }

    [Fact]
    public async Task PullAsync_SeveralModels_AreListedWithTheWayToNameOne()
    {
        Directory.CreateDirectory(_folder["hub"]);
        SmallGraphs.ChronosBolt().Save(_folder["hub/a.onnx"]);
        SmallGraphs.Ttm().Save(_folder["hub/b.onnx"]);

        var error = await Assert.ThrowsAsync<ModelHubException>(() => PullAsync(new PullOptions { Folder = _folder["models"] }));
        Assert.Contains("--file: a.onnx", error.Message, StringComparison.Ordinal);
        Assert.Contains("b.onnx", error.Message, StringComparison.Ordinal);

        Assert.Equal("ttm", (await PullAsync(new PullOptions { Folder = _folder["models"], Files = ["b.onnx"] })).Convention!.Name);
        error = await Assert.ThrowsAsync<ModelHubException>(() => PullAsync(new PullOptions { Folder = _folder["models"], Files = ["c.onnx"] }));
        Assert.Contains("no file c.onnx", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("magic", null, "'magic' is no convention")]
    [InlineData(null, "so ft", "'so ft' is not a name")]
    public async Task PullAsync_WrongOption_SaysWhatWouldBeRight(string? convention, string? name, string expected)
    {
        Save(SmallGraphs.ChronosBolt());

        var error = await Assert.ThrowsAsync<ModelHubException>(() => PullAsync(new PullOptions { Folder = _folder["models"], Convention = convention, Name = name }));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PullAsync_NoModelAtAll_NamesTheFile()
    {
        Directory.CreateDirectory(_folder["hub"]);
        File.WriteAllText(_folder["hub/model.onnx"], "version https://git-lfs.github.com/spec/v1");

        var error = await Assert.ThrowsAsync<ModelHubException>(() => PullAsync(new PullOptions { Folder = _folder["models"] }));

        Assert.Contains("model.onnx of plant/small is no model", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PullAsync_FolderOfAnotherModel_IsNotWrittenOver()
    {
        Save(SmallGraphs.ChronosBolt());
        var options = new PullOptions { Folder = _folder["models"], Target = _folder["mine"] };
        await PullAsync(options);
        await PullAsync(options);
        var path = _folder["mine/expert.json"];
        File.WriteAllText(path, File.ReadAllText(path).Replace(_folder["hub"], "somebody/else", StringComparison.Ordinal));

        var error = await Assert.ThrowsAsync<ModelHubException>(() => PullAsync(options));

        Assert.Contains("somebody/else", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_Conventions_HaveAFamilyAPaperAndASummary()
    {
        Assert.Equal(["chronos-bolt", "decoder", "moment", "sentence-encoder", "text-classifier", "timesfm", "ttm"], ModelConvention.All.Select(convention => convention.Name).Distinct().Order());
        Assert.All(ModelConvention.All, convention => Assert.Contains("arXiv:", convention.Paper, StringComparison.Ordinal));
        Assert.All(ModelConvention.All, convention => Assert.NotEmpty(convention.Summary));
    }

    public void Dispose() => _folder.Dispose();

    private void Save(OnnxGraph graph)
    {
        Directory.CreateDirectory(_folder["hub"]);
        graph.Save(_folder["hub/model.onnx"]);
    }

    private async Task<PulledModel> PullAsync(PullOptions options)
    {
        var puller = new ModelPuller(new FolderModelHub(_folder["hub"], TimeProvider.System, keepFree: 0));
        return await puller.PullAsync(await puller.FindAsync(HubReference.Parse("plant/small"), Token), options, null, Token);
    }

    private sealed class Told(Action<string> tell) : IProgress<string>
    {
        public void Report(string value) => tell(value);
    }
}
