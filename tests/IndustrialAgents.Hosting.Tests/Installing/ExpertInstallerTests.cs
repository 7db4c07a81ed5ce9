using IndustrialAgents.Experts;
using IndustrialAgents.Onnx.Graphs;

namespace IndustrialAgents.Hosting.Tests.Installing;

public sealed class ExpertInstallerTests : IDisposable
{
    private const string Manifest = """
        {
          // The hash is left to the installer.
          "name": "soft", "version": "1.0", "modality": "tensor", "tasks": ["regress"],
          "inputs": [{"kind": "tensor", "preprocess": {"use": "tensor"}}],
          "output": {"use": "regression", "quantities": [{"name": "u"}]},
          "files": [{"path": "model.onnx"}],
        }
        """;

    private readonly TestFolder _folder = new();

    private string Experts => _folder["experts"];

    [Fact]
    public void Add_FolderWithoutHashes_IsInstalledWithThem()
    {
        WriteSource(Manifest);
        File.WriteAllText(Path.Combine(_folder["source"], "notes.txt"), "not the expert's");

        var manifest = ExpertInstaller.Add(_folder["source"], Experts, Catalog());

        var target = Path.Combine(Experts, "soft-1.0");
        Assert.Equal(ManifestReader.Write(manifest), ManifestReader.Write(ManifestReader.ReadFolder(target)));
        ExpertFiles.Verify(manifest, target);
        Assert.Equal(["expert.json", "model.onnx"], Directory.GetFiles(target).Select(Path.GetFileName).Order());
        Assert.Single(Directory.GetFileSystemEntries(Experts));
    }

    [Theory]
    [InlineData("\"files\": [{\"path\": \"model.onnx\"}],", "")]
    [InlineData("{\"path\": \"model.onnx\"}", "{\"path\": \"model.onnx\", \"sha256\": \"\"}")]
    public void Add_FilesLeftOutOrHashEmpty_FindsTheModel(string old, string replacement)
    {
        WriteSource(Manifest.Replace(old, replacement, StringComparison.Ordinal));

        Assert.Equal("model.onnx", Assert.Single(ExpertInstaller.Add(_folder["source"], Experts).Files).Path);
    }

    [Fact]
    public void Add_BareModelWithExternalData_GetsAManifest()
    {
        Mlp.Create([64, 64, 2], 1).Save(_folder["pump model.onnx"], new OnnxSaveOptions { ExternalDataThreshold = 256 });

        var manifest = ExpertInstaller.Add(_folder["pump model.onnx"], Experts, Catalog());

        Assert.Equal(new ExpertId("pump_model", "1"), manifest.Id);
        Assert.Equal(2, manifest.Files.Count);
        Assert.Equal("tensors", manifest.Output!.Use);
        var inspection = ExpertInstaller.Inspect(Path.Combine(Experts, "pump_model-1"));
        Assert.Equal("x", Assert.Single(inspection.Inputs).Name);
        Assert.Equal([-1, 64], inspection.Inputs[0].Dimensions);
        Assert.Equal([-1, 2], Assert.Single(inspection.Outputs).Dimensions);
        Assert.Equal("mlp-64-64-2", inspection.Metadata!.GraphName);
        Assert.Equal(Directory.GetFiles(inspection.Folder).Where(f => !f.EndsWith(".json", StringComparison.Ordinal)).Sum(f => new FileInfo(f).Length), inspection.Bytes);
    }

    [Fact]
    public void Add_SameNameAndVersion_IsRefused()
    {
        WriteSource(Manifest);
        ExpertInstaller.Add(_folder["source"], Experts);
        Directory.Move(Path.Combine(Experts, "soft-1.0"), Path.Combine(Experts, "renamed"));

        Assert.Contains("soft@1.0 is installed", Assert.Throws<InstallationException>(() => ExpertInstaller.Add(_folder["source"], Experts)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("model.onnx", "other.onnx", "files[0].path")]
    [InlineData("model.onnx", "../source/model.onnx", "files[0].path")]
    [InlineData("\"path\": \"model.onnx\"", "\"path\": \"model.onnx\", \"sha256\": \"0000000000000000000000000000000000000000000000000000000000000000\"", "files[0].sha256")]
    [InlineData("\"name\": \"soft\"", "\"name\": \"so ft\"", "name")]
    [InlineData("regression", "magic", "output.use")]
    [InlineData("quantities", "quantitys", "output.quantitys")]
    [InlineData("[{\"path\": \"model.onnx\"}]", "[3]", "$.files[0]")]
    [InlineData("\"version\"", "\"name\"", "")]
    [InlineData("{\"name\": \"u\"}", "", "output.quantities")]
    [InlineData("\"files\"", "files", "manifest")]
    public void Add_BrokenManifest_NamesTheFieldAndLeavesNothing(string old, string replacement, string field)
    {
        WriteSource(Manifest.Replace(old, replacement, StringComparison.Ordinal));

        var error = Assert.Throws<InvalidManifestException>(() => ExpertInstaller.Add(_folder["source"], Experts, Catalog()));

        Assert.StartsWith(field, error.Field, StringComparison.Ordinal);
        Assert.True(!Directory.Exists(Experts) || Directory.GetFileSystemEntries(Experts).Length == 0);
    }

    [Fact]
    public void Add_ModelTruncatedOrNoModel_IsRefusedAndLeavesNothing()
    {
        var model = Mlp.Create([4, 3, 2], 1).ToBytes();
        for (var length = 0; length < model.Length; length += Math.Max(1, model.Length / 40))
        {
            WriteSource(Manifest, model[..length]);
            Assert.Throws<InstallationException>(() => ExpertInstaller.Add(_folder["source"], Experts));
            File.WriteAllBytes(_folder["bare.onnx"], model[..length]);
            Assert.Throws<InstallationException>(() => ExpertInstaller.Add(_folder["bare.onnx"], Experts));
        }

        Assert.Throws<InstallationException>(() => ExpertInstaller.Inspect(_folder["absent"]));
        Assert.Throws<InstallationException>(() => ExpertInstaller.Inspect(_folder.Path));
        Assert.True(!Directory.Exists(Experts) || Directory.GetFileSystemEntries(Experts).Length == 0);
    }

    [Fact]
    public void Remove_NameOrId_DeletesThatOne()
    {
        foreach (var version in new[] { "1.0", "2.0" })
        {
            WriteSource(Manifest.Replace("1.0", version, StringComparison.Ordinal));
            ExpertInstaller.Add(_folder["source"], Experts);
        }

        Directory.CreateDirectory(Path.Combine(Experts, "broken"));
        Assert.Contains("soft@1.0, soft@2.0", Assert.Throws<InstallationException>(() => ExpertInstaller.Remove("soft", Experts)).Message, StringComparison.Ordinal);
        Assert.Equal(new ExpertId("soft", "1.0"), ExpertInstaller.Remove("soft@1.0", Experts));
        Assert.Equal(new ExpertId("soft", "2.0"), ExpertInstaller.Remove("soft", Experts));
        Assert.Throws<ExpertNotFoundException>(() => ExpertInstaller.Remove("soft", Experts));
        Assert.Throws<ExpertNotFoundException>(() => ExpertInstaller.Remove("soft", _folder["absent"]));
        Assert.Equal("broken", Path.GetFileName(Assert.Single(Directory.GetFileSystemEntries(Experts))));
    }

    [Fact]
    public void Inspect_CodeExpert_HasNoModel()
    {
        Directory.CreateDirectory(_folder["source"]);
        File.WriteAllText(
            Path.Combine(_folder["source"], "expert.json"),
            """{"name": "diagnose", "version": "1", "modality": "multimodal", "tasks": ["diagnose"], "code": {"use": "diagnose"}}""");

        var inspection = ExpertInstaller.Inspect(_folder["source"]);

        Assert.Equal("diagnose", inspection.Manifest.Name);
        Assert.Null(inspection.Metadata);
        Assert.Empty(inspection.Inputs);
        Assert.Empty(inspection.Outputs);
    }

    public void Dispose() => _folder.Dispose();

    private static ExpertCatalog Catalog()
    {
        var catalog = new ExpertCatalog();
        catalog.Add(new CoreModule());
        return catalog;
    }

    private void WriteSource(string manifest, byte[]? model = null)
    {
        Directory.CreateDirectory(_folder["source"]);
        File.WriteAllText(Path.Combine(_folder["source"], "expert.json"), manifest);
        File.WriteAllBytes(Path.Combine(_folder["source"], "model.onnx"), model ?? Mlp.Create([4, 3, 2], 1).ToBytes());
    }
}
