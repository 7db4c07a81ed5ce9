using IndustrialAgents.Onnx;

namespace IndustrialAgents.Experts.Vision.Tests;

/// <summary>A manifest of the repository put together with its model's files from the recorded data.</summary>
internal sealed class ReferenceExpert : IDisposable
{
    private readonly string _folder;

    public ReferenceExpert(string name)
    {
        var data = TestData.Require("models", name);
        _folder = Directory.CreateTempSubdirectory("vision-").FullName;
        var manifest = Path.Combine(_folder, ManifestReader.FileName);
        File.Copy(Path.Combine(AppContext.BaseDirectory, "experts", name, ManifestReader.FileName), manifest);
        foreach (var file in ManifestReader.ReadFolder(_folder).Files)
        {
            File.Copy(Path.Combine(data, file.Path), Path.Combine(_folder, file.Path));
        }

        Expert = Load(_folder);
    }

    public IExpert Expert { get; }

    /// <summary>Loads an expert's folder with what vision and the core bring.</summary>
    public static IExpert Load(string folder)
    {
        var catalog = new ExpertCatalog();
        new CoreModule().Register(catalog);
        new VisionModule().Register(catalog);
        return new ExpertLoader(catalog, new Sessions()).Load(folder);
    }

    /// <summary>Asks the expert about one picture.</summary>
    public static async Task<ExpertOutput> AskAsync(IExpert expert, byte[] picture) =>
        (await expert.AskAsync(
            new Request { Task = expert.Manifest.Tasks[0], Inputs = [new ImageInput(picture)] }, TestContext.Current.CancellationToken)).Output;

    public void Dispose()
    {
        (Expert as IDisposable)?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private sealed class Sessions : IModelSource
    {
        public IModelRunner Open(Manifest manifest, string folder) => new Session(OnnxSession.Load(Path.Combine(folder, manifest.Files[0].Path)));
    }

    private sealed class Session(OnnxSession session) : IModelRunner, IDisposable
    {
        public IReadOnlyList<ModelTensorInfo> Inputs { get; } = [.. session.Inputs.Select(Describe)];

        public IReadOnlyList<ModelTensorInfo> Outputs { get; } = [.. session.Outputs.Select(Describe)];

        public ValueTask<IReadOnlyDictionary<string, Tensor>> RunAsync(IReadOnlyDictionary<string, Tensor> inputs, CancellationToken cancellationToken) =>
            ValueTask.FromResult(session.Run(inputs, cancellationToken));

        public void Dispose() => session.Dispose();

        private static ModelTensorInfo Describe(OnnxValueInfo value) =>
            new(value.Name, value.ElementType, [.. (value.Dimensions ?? []).Select(d => d.Length ?? -1)]);
    }
}
