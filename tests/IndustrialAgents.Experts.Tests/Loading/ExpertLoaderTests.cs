namespace IndustrialAgents.Experts.Tests.Loading;

public sealed class ExpertLoaderTests : IDisposable
{
    private readonly TestFolder _folder = new();

    private static ExpertLoader Loader { get; } = new(TestExperts.Catalog(), new FakeModels(_ => FakeModel.Mapping(1, v => v)));

    [Fact]
    public async Task Load_GoodFolder_Answers()
    {
        _folder.Save("e");

        var expert = Loader.Load(_folder["e"]);

        Assert.Equal(new ExpertId("a", "1"), expert.Manifest.Id);
        await expert.AskAsync<TensorsOutput>(new TensorInput(Tensor.Create([1f], 1)));
    }

    [Theory]
    [InlineData("model.onnx", "files[0].sha256", "another file, or damaged")]
    [InlineData(null, "files[0].path", "'model.onnx' is missing")]
    public void Load_ModelDamagedOrMissing_NamesIt(string? write, string field, string message)
    {
        _folder.Save("e");
        File.Delete(Path.Combine(_folder["e"], "model.onnx"));
        if (write is not null)
        {
            File.WriteAllBytes(Path.Combine(_folder["e"], write), [9, 9]);
        }

        var error = Assert.Throws<InvalidManifestException>(() => Loader.Load(_folder["e"]));

        Assert.Equal(field, error.Field);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains("expert.json", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_UnknownStep_ListsThoseThatAreKnown()
    {
        _folder.Save("e", output: "magic");

        var error = Assert.Throws<InvalidManifestException>(() => Loader.Load(_folder["e"]));

        Assert.Equal("output.use", error.Field);
        Assert.Contains("forecast, probabilities, reconstruction, regression, score, softmax, tensors", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a\nb\n\n", null)]
    [InlineData("a\n\nb\n", "line 2")]
    [InlineData("a\nb\na", "lines 1 and 3")]
    [InlineData("a\n\u00ff", "UTF-8")]
    public void Load_LabelsFile_IsReadAndChecked(string content, string? error)
    {
        var bytes = System.Text.Encoding.Latin1.GetBytes(content);
        new FittedExpert(
            new Manifest
            {
                Name = "a",
                Version = "1",
                Modality = Modality.Tensor,
                Tasks = [ExpertTask.Classify],
                Inputs = [new ManifestInput { Kind = Modality.Tensor, Preprocess = new ManifestStep { Use = "tensor" } }],
                Output = new ManifestStep { Use = "softmax" },
                LabelsFile = "labels.txt",
            },
            [1])
        { Attachments = new Dictionary<string, byte[]> { ["labels.txt"] = bytes } }.Save(_folder["e"]);

        if (error is null)
        {
            Assert.Equal(["a", "b"], ExpertFiles.ReadLabels(Loader.Load(_folder["e"]).Manifest, _folder["e"]));
        }
        else
        {
            var thrown = Assert.Throws<InvalidManifestException>(() => Loader.Load(_folder["e"]));
            Assert.Equal("labelsFile", thrown.Field);
            Assert.Contains(error, thrown.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Load_PreprocessOrInputsMissing_SaysWhereToPutThem()
    {
        _folder.Save("e");
        var path = Path.Combine(_folder["e"], "expert.json");
        var manifest = ManifestReader.ReadFolder(_folder["e"]);

        File.WriteAllText(path, ManifestReader.Write(manifest with { Inputs = [new ManifestInput { Kind = Modality.Tensor }] }));
        Assert.Equal("inputs[0].preprocess", Assert.Throws<InvalidManifestException>(() => Loader.Load(_folder["e"])).Field);
        File.WriteAllText(path, ManifestReader.Write(manifest with { Inputs = [] }));
        Assert.Equal("inputs", Assert.Throws<InvalidManifestException>(() => Loader.Load(_folder["e"])).Field);
    }

    [Fact]
    public void Load_CodeExpert_GetsItsOptionsAndTheDirectory()
    {
        IExpertDirectory? given = null;
        var catalog = TestExperts.Catalog();
        catalog.AddExpert("echo", (context, directory) =>
        {
            given = directory;
            return new EchoExpert(context.Manifest);
        });
        Directory.CreateDirectory(_folder["c"]);
        File.WriteAllText(
            Path.Combine(_folder["c"], "expert.json"),
            """{"name": "echo", "version": "1", "modality": "multimodal", "tasks": ["diagnose"], "code": {"use": "echo"}}""");

        Assert.IsType<EchoExpert>(new ExpertLoader(catalog, new FakeModels(_ => throw new InvalidOperationException())).Load(_folder["c"]));

        Assert.NotNull(given);
        Assert.Empty(given.Experts);
        Assert.Null(given.Find("echo"));
    }

    public void Dispose() => _folder.Dispose();
}
