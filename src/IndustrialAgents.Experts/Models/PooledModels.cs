using IndustrialAgents.Onnx;

namespace IndustrialAgents.Experts;

/// <summary>Takes experts' models from a pool: loaded on first use, unloaded when the pool needs the room, batched while loaded. Thread-safe.</summary>
/// <param name="pool">The pool; not disposed with this.</param>
/// <param name="time">The clock of deadlines.</param>
public sealed class PooledModels(ModelPool pool, TimeProvider time) : IModelSource
{
    // The other files of an expert (labels, vocabularies) are read by its steps, not by the runtime.
    private static readonly string[] DataExtensions = [".data", ".onnx_data", ".weights", ".bin"];

    /// <inheritdoc/>
    public IModelRunner Open(Manifest manifest, string folder)
    {
        var files = manifest.Files.Select(file => new ModelFile(Path.Combine(folder, file.Path), file.Sha256)).ToList();
        var reference = new ModelReference(files[0].Path, files[0].Sha256)
        {
            ExternalData = [.. files.Skip(1).Where(file => DataExtensions.Contains(Path.GetExtension(file.Path), StringComparer.OrdinalIgnoreCase))],
        };
        return new PooledModelRunner(pool, reference, manifest, time);
    }
}
