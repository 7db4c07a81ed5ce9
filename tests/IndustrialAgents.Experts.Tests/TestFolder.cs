namespace IndustrialAgents.Experts.Tests;

/// <summary>A folder of a test's own, gone after it.</summary>
internal sealed class TestFolder : IDisposable
{
    public TestFolder() => Directory.CreateDirectory(Path);

    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"ia-{Guid.NewGuid():n}");

    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>Saves an expert whose model is some bytes that no runtime reads.</summary>
    public void Save(string folder, string name = "a", string version = "1", string output = "tensors", byte model = 1) =>
        new FittedExpert(
            new Manifest
            {
                Name = name,
                Version = version,
                Modality = Modality.Tensor,
                Tasks = [ExpertTask.Regress],
                Inputs = [new ManifestInput { Kind = Modality.Tensor, Preprocess = new ManifestStep { Use = "tensor" } }],
                Output = new ManifestStep { Use = output },
            },
            [model]).Save(this[folder]);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
