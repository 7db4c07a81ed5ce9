using System.Security.Cryptography;
using System.Text.Json;
using IndustrialAgents.Json;

namespace IndustrialAgents.Experts.Tests.Fitting;

public sealed class FittedExpertTests : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"ia-{Guid.NewGuid():n}");

    private static Manifest Manifest { get; } = new()
    {
        Name = "pca",
        Version = "1",
        Modality = Modality.TimeSeries,
        Tasks = [ExpertTask.Detect],
        Output = new ManifestStep { Use = "tensors" },
    };

    [Fact]
    public void Save_ManifestAndModel_ReadBackWithTheirHashes()
    {
        var expert = new FittedExpert(Manifest, [1, 2, 3]) { Attachments = new Dictionary<string, byte[]> { ["words/list.txt"] = [4] } };

        var saved = expert.Save(_folder);

        var read = ManifestReader.ReadFolder(_folder);
        Assert.Equal(ManifestReader.Write(saved), ManifestReader.Write(read));
        Assert.Equal(["model.onnx", "words/list.txt"], read.Files.Select(file => file.Path));
        Assert.All(read.Files, file => Assert.Equal(
            Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(_folder, file.Path)))), file.Sha256));
        Assert.Equal(3, Directory.GetFiles(_folder, "*", SearchOption.AllDirectories).Length);
    }

    [Fact]
    public void Save_OverAnEarlierOne_Replaces()
    {
        new FittedExpert(Manifest, [1]).Save(_folder);
        new FittedExpert(Manifest with { Version = "2" }, [2]).Save(_folder);

        Assert.Equal("2", ManifestReader.ReadFolder(_folder).Version);
        Assert.Equal([2], File.ReadAllBytes(Path.Combine(_folder, FittedExpert.ModelFile)));
    }

    [Fact]
    public void Save_BadManifestOrEscapingAttachment_ThrowsAndWritesNothing()
    {
        Assert.Throws<InvalidManifestException>(() => new FittedExpert(Manifest with { Name = "a b" }, [1]).Save(_folder));
        Assert.Throws<InvalidManifestException>(() =>
            new FittedExpert(Manifest, [1]) { Attachments = new Dictionary<string, byte[]> { ["../out"] = [1] } }.Save(_folder));
        Assert.False(Directory.Exists(_folder));
    }

    [Fact]
    public void Figure_Json_HasTheNamesOfTheReportFormat() =>
        Assert.Equal(
            """{"name":"skab/f1","value":0.5,"unit":"","protocol":"p","reference":"r"}""",
            JsonSerializer.Serialize(new Figure("skab/f1", 0.5, "", "p", "r"), ContractJson.Options));

    public void Dispose()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }
}
