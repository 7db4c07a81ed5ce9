namespace IndustrialAgents.Experts;

/// <summary>Makes an expert of a folder with a manifest. Thread-safe.</summary>
/// <param name="catalog">The steps and experts that manifests may name.</param>
/// <param name="models">Where models come from.</param>
public sealed class ExpertLoader(ExpertCatalog catalog, IModelSource models)
{
    /// <summary>Reads the manifest, checks every file's hash, and makes the steps. The model is loaded when it is first used.</summary>
    /// <param name="folder">The expert's folder.</param>
    /// <param name="others">The experts that one written in code may ask; none where null.</param>
    /// <returns>The expert, which is <see cref="IDisposable"/> where it holds something; dispose it once it is no longer asked.</returns>
    /// <exception cref="InvalidManifestException">The manifest, a file or a step's option is wrong; the message names file and field.</exception>
    public IExpert Load(string folder, IExpertDirectory? others = null)
    {
        var manifest = ManifestReader.ReadFolder(folder);
        ExpertFiles.Verify(manifest, folder);
        return Create(manifest, folder, others ?? NoExperts.Instance);
    }

    private IExpert Create(Manifest manifest, string folder, IExpertDirectory others)
    {
        var source = Path.Combine(folder, ManifestReader.FileName);
        var labels = ExpertFiles.ReadLabels(manifest, folder);
        if (manifest.Code is { } code)
        {
            return catalog.CreateExpert(code, Context("code", code), others);
        }

        if (manifest.Inputs.Count == 0)
        {
            throw new InvalidManifestException(source, "inputs", "name at least one input with its preprocess step");
        }

        var inputs = new IInputStep[manifest.Inputs.Count];
        for (var i = 0; i < inputs.Length; i++)
        {
            var step = manifest.Inputs[i].Preprocess
                ?? throw new InvalidManifestException(source, $"inputs[{i}].preprocess", "is missing; say how the input becomes the model's, such as {\"use\": \"tensor\"}");
            inputs[i] = catalog.CreateInputStep(step, Context($"inputs[{i}].preprocess", step));
        }

        var output = catalog.CreateOutputStep(manifest.Output!, Context("output", manifest.Output!));
        return new OnnxExpert(manifest, inputs, output, models.Open(manifest, folder));

        StepContext Context(string field, ManifestStep step) => new(manifest, folder, labels, new StepOptions(source, field, step));
    }

    private sealed class NoExperts : IExpertDirectory
    {
        public static NoExperts Instance { get; } = new();

        public IReadOnlyList<ExpertEntry> Experts => [];

        public ExpertEntry? Find(string nameOrId) => null;
    }
}
