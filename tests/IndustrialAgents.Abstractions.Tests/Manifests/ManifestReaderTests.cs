using System.Text;
using System.Text.Json.Nodes;

namespace IndustrialAgents.Tests.Manifests;

public sealed class ManifestReaderTests
{
    private const string Json = """
        {
          // Comments and trailing commas are allowed.
          "name": "pca", "version": "1.2", "modality": "timeSeries", "tasks": ["detect", "embed"], "description": "d",
          "inputs": [{"kind": "timeSeries", "name": "window", "optional": true, "preprocess": {"use": "window", "length": 30}}],
          "output": {"use": "reconstruction", "threshold": 0.5}, "labels": ["a", "b"], "failureModes": {"a": "wear"},
          "files": [{"path": "sub/m.onnx", "sha256": "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"}],
          "assets": ["plant/line"], "hardware": {"tiers": ["edge"], "gpu": true, "memoryBytes": 5},
          "batching": {"maxBatch": 2, "maxQueue": 3}, "cost": {"perRequest": 0.5, "latency": "00:00:00.0100000"}, "prior": 2,
          "license": "MIT", "source": "s",
        }
        """;

    [Fact]
    public void Read_EveryField_IsTakenAndWrittenBack()
    {
        var manifest = Read(Json);

        Assert.Equal(new ExpertId("pca", "1.2"), manifest.Id);
        Assert.Equal([ExpertTask.Detect, ExpertTask.Embed], manifest.Tasks);
        Assert.Equal("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", manifest.ModelHash);
        Assert.Equal(30, manifest.Inputs[0].Preprocess!.Options["length"].GetInt32());
        Assert.Equal(TimeSpan.FromMilliseconds(10), manifest.Cost.Latency);
        Assert.True(JsonNode.DeepEquals(Parse(Json), JsonNode.Parse(ManifestReader.Write(manifest))));
        Assert.Equal(ManifestReader.Write(manifest), ManifestReader.Write(Read("\uFEFF" + ManifestReader.Write(manifest))));
    }

    [Theory]
    [InlineData("name", "\"a b\"", "name")]
    [InlineData("version", "\"\"", "version")]
    [InlineData("tasks", "[]", "tasks")]
    [InlineData("tasks", "[\"dance\"]", "$.tasks[0]")]
    [InlineData("tasks", "[3]", "$.tasks[0]")]
    [InlineData("modality", "\"smell\"", "$.modality")]
    [InlineData("prior", "0", "prior")]
    [InlineData("prior", "\"NaN\"", "prior")]
    [InlineData("batching", "{\"maxBatch\": 0}", "batching.maxBatch")]
    [InlineData("batching", "{\"maxQueue\": 0}", "batching.maxQueue")]
    [InlineData("hardware", "{\"memoryBytes\": 0}", "hardware.memoryBytes")]
    [InlineData("hardware", "{\"tiers\": null}", "$.hardware")]
    [InlineData("cost", "{\"perRequest\": -1}", "cost.perRequest")]
    [InlineData("cost", "{\"latency\": \"-00:00:01\"}", "cost.latency")]
    [InlineData("labels", "[\"a\", \"a\"]", "labels")]
    [InlineData("labels", "[\"a\", null]", "labels[1]")]
    [InlineData("labels", "[\" \"]", "labels[0]")]
    [InlineData("labelsFile", "\"l.txt\"", "labelsFile")]
    [InlineData("failureModes", "{\"a\": null}", "failureModes")]
    [InlineData("inputs", "[null]", "inputs[0]")]
    [InlineData("inputs", "[{\"kind\": \"timeSeries\", \"preprocess\": {\"use\": null}}]", "$.inputs[0].preprocess")]
    [InlineData("inputs", "[{\"kind\": \"timeSeries\", \"preprocess\": {\"use\": \"\"}}]", "inputs[0].preprocess.use")]
    [InlineData("files", "[null]", "files[0]")]
    [InlineData("files", "[]", "files")]
    [InlineData("files", "[{\"path\": \"../m\", \"sha256\": \"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\"}]", "files[0].path")]
    [InlineData("files", "[{\"path\": \"/m\", \"sha256\": \"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\"}]", "files[0].path")]
    [InlineData("files", "[{\"path\": \"m\", \"sha256\": \"0123\"}]", "files[0].sha256")]
    [InlineData("files", "[{\"path\": \"m\", \"sha256\": null}]", "$.files[0]")]
    [InlineData("output", "null", "output")]
    [InlineData("code", "{\"use\": \"diagnose\"}", "output")]
    [InlineData("prioor", "1", "$.prioor")]
    public void Read_OneFieldBroken_NamesIt(string field, string value, string expected)
    {
        var json = Parse(Json)!;
        json[field] = JsonNode.Parse(value);

        var error = Assert.Throws<InvalidManifestException>(() => Read(json.ToJsonString()));

        Assert.StartsWith(expected, error.Field, StringComparison.Ordinal);
        Assert.Contains("test.json: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_TruncatedAnywhere_IsATypedError()
    {
        var json = Encoding.UTF8.GetBytes(Json);
        for (var length = 0; length < json.Length; length++)
        {
            Assert.Throws<InvalidManifestException>(() => ManifestReader.Read(json.AsSpan(0, length), "test.json"));
        }
    }

    [Fact]
    public void Read_BytesFlipped_IsAManifestOrATypedError()
    {
        var random = new Random(7);
        for (var i = 0; i < 5000; i++)
        {
            var json = Encoding.UTF8.GetBytes(Json);
            for (var flips = random.Next(1, 4); flips > 0; flips--)
            {
                json[random.Next(json.Length)] = (byte)random.Next(256);
            }

            try
            {
                ManifestReader.Validate(ManifestReader.Read(json, "test.json"), "test.json");
            }
            catch (InvalidManifestException e)
            {
                Assert.NotEmpty(e.Field);
            }
        }
    }

    [Fact]
    public void Read_DeeplyNested_IsATypedError() =>
        Assert.Throws<InvalidManifestException>(() => Read(string.Concat(Enumerable.Repeat("{\"output\":", 10_000))));

    [Fact]
    public void ReadFolder_MissingOrTooLarge_IsATypedError()
    {
        var folder = Directory.CreateTempSubdirectory("ia-");
        try
        {
            Assert.Contains("cannot be read", Assert.Throws<InvalidManifestException>(() => ManifestReader.ReadFolder(folder.FullName)).Message, StringComparison.Ordinal);
            File.WriteAllText(Path.Combine(folder.FullName, ManifestReader.FileName), Json);
            Assert.Equal("pca", ManifestReader.ReadFolder(folder.FullName).Name);
            using (var file = File.OpenWrite(Path.Combine(folder.FullName, ManifestReader.FileName)))
            {
                file.SetLength((4 << 20) + 1);
            }

            Assert.Contains("at most", Assert.Throws<InvalidManifestException>(() => ManifestReader.ReadFolder(folder.FullName)).Message, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static JsonNode? Parse(string json) => JsonNode.Parse(json, documentOptions: new() { CommentHandling = System.Text.Json.JsonCommentHandling.Skip, AllowTrailingCommas = true });

    private static Manifest Read(string json) => ManifestReader.Read(Encoding.UTF8.GetBytes(json), "test.json");
}
