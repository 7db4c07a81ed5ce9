using IndustrialAgents.Experts;
using IndustrialAgents.Onnx;
using IndustrialAgents.Onnx.Graphs;

namespace IndustrialAgents.Hosting;

/// <summary>
/// Puts experts into a folder of experts, takes them out, and looks into them. A node that watches the folder sees whole experts only: they are
/// made elsewhere and moved into place. Thread-safe.
/// </summary>
public static class ExpertInstaller
{
    // Folders whose names begin with a dot are no experts to a directory.
    private const string Staging = ".adding-";
    private const string Leaving = ".removing-";

    /// <summary>Copies an expert into a folder of experts, after its manifest was completed and its model loaded once.</summary>
    /// <param name="source">A folder with a manifest, whose hashes are filled in where they are missing; or an ONNX file, which gets a manifest.</param>
    /// <param name="expertsFolder">The folder of experts; made if it does not exist.</param>
    /// <param name="catalog">The steps that the manifest may name; null checks none of them.</param>
    /// <returns>The manifest as installed.</returns>
    /// <exception cref="InvalidManifestException">The manifest, a file or a step's option is wrong.</exception>
    /// <exception cref="InstallationException">There is no expert, its model cannot be loaded, or its name and version are installed already.</exception>
    public static Manifest Add(string source, string expertsFolder, ExpertCatalog? catalog = null)
    {
        var (folder, manifest) = Read(source);
        var target = Path.Combine(expertsFolder, $"{manifest.Name}-{manifest.Version}");
        if (Directory.Exists(target) || Installed(expertsFolder).Any(installed => installed.Manifest.Id == manifest.Id))
        {
            throw new InstallationException($"{manifest.Id} is installed in {expertsFolder} already; remove it first, or give this one another version");
        }

        var staging = Path.Combine(expertsFolder, Staging + Guid.NewGuid().ToString("n"));
        try
        {
            Directory.CreateDirectory(staging);
            foreach (var file in manifest.Files)
            {
                var copy = Path.Combine(staging, file.Path);
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(Path.Combine(folder, file.Path), copy);
            }

            File.WriteAllText(Path.Combine(staging, ManifestReader.FileName), ManifestReader.Write(manifest));
            ExpertFiles.Verify(manifest, staging);
            CheckSteps(staging, manifest, catalog);
            Describe(staging, manifest);
            Directory.Move(staging, target);
            return manifest;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InstallationException($"{source} cannot be installed into {expertsFolder}: {e.Message}", e);
        }
        finally
        {
            if (Directory.Exists(staging))
            {
                Directory.Delete(staging, recursive: true);
            }
        }
    }

    /// <summary>Deletes an installed expert with all its files.</summary>
    /// <param name="nameOrId">Its name, where one version is installed, or <c>name@version</c>.</param>
    /// <param name="expertsFolder">The folder of experts.</param>
    /// <returns>What was removed.</returns>
    /// <exception cref="ExpertNotFoundException">It is not installed there.</exception>
    /// <exception cref="InstallationException">Several versions are installed, or the files cannot be deleted.</exception>
    public static ExpertId Remove(string nameOrId, string expertsFolder)
    {
        var found = Installed(expertsFolder)
            .Where(installed => installed.Manifest.Name == nameOrId || installed.Manifest.Id.ToString() == nameOrId)
            .ToList();
        if (found.Count == 0)
        {
            throw new ExpertNotFoundException(nameOrId);
        }

        if (found.Count > 1)
        {
            throw new InstallationException($"'{nameOrId}' names several: {string.Join(", ", found.Select(f => f.Manifest.Id))}; write which one");
        }

        var leaving = Path.Combine(expertsFolder, Leaving + Guid.NewGuid().ToString("n"));
        try
        {
            Directory.Move(found[0].Folder, leaving);
            Directory.Delete(leaving, recursive: true);
            return found[0].Manifest.Id;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InstallationException($"{found[0].Manifest.Id} in {found[0].Folder} cannot be removed: {e.Message}", e);
        }
    }

    /// <summary>Looks into an expert's folder or a model file; the model is loaded for it.</summary>
    /// <param name="source">A folder with a manifest, or an ONNX file.</param>
    /// <exception cref="InvalidManifestException">The manifest is wrong, or a file is missing or has another hash.</exception>
    /// <exception cref="InstallationException">There is no expert, or its model cannot be loaded.</exception>
    public static ExpertInspection Inspect(string source)
    {
        var (folder, manifest) = Read(source);
        return Describe(folder, manifest);
    }

    private static (string Folder, Manifest Manifest) Read(string source)
    {
        if (Directory.Exists(source))
        {
            return File.Exists(Path.Combine(source, ManifestReader.FileName))
                ? (source, ManifestDraft.Complete(source))
                : throw new InstallationException($"{source} has no {ManifestReader.FileName}; write one, or name an .onnx file");
        }

        if (!File.Exists(source))
        {
            throw new InstallationException($"{source} does not exist; name a folder with a {ManifestReader.FileName}, or an .onnx file");
        }

        try
        {
            var manifest = ManifestDraft.Create(source);
            ManifestReader.Validate(manifest, source);
            return (Path.GetDirectoryName(Path.GetFullPath(source))!, manifest);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CorruptGraphException)
        {
            throw new InstallationException($"{source} is no model that can be read: {e.Message}", e);
        }
    }

    /// <summary>The experts of a folder, in the order of their folders; broken ones are left out.</summary>
    public static IEnumerable<(string Folder, Manifest Manifest)> Installed(string expertsFolder)
    {
        if (!Directory.Exists(expertsFolder))
        {
            yield break;
        }

        foreach (var folder in Directory.EnumerateDirectories(expertsFolder).Order(StringComparer.Ordinal))
        {
            if (!Path.GetFileName(folder).StartsWith('.') && ReadOrNull(folder) is { } manifest)
            {
                yield return (folder, manifest);
            }
        }
    }

    private static Manifest? ReadOrNull(string folder)
    {
        try
        {
            return ManifestReader.ReadFolder(folder);
        }
        catch (InvalidManifestException)
        {
            // Broken ones have no name to go by; the node's list of problems shows them.
            return null;
        }
    }

    private static void CheckSteps(string folder, Manifest manifest, ExpertCatalog? catalog)
    {
        // An expert in code may start work when it is made; that is left to the node.
        if (catalog is not null && manifest.Code is null)
        {
            (new ExpertLoader(catalog, new NoModels()).Load(folder) as IDisposable)?.Dispose();
        }
    }

    private static ExpertInspection Describe(string folder, Manifest manifest)
    {
        var inspection = new ExpertInspection(folder, manifest) { Bytes = manifest.Files.Sum(file => new FileInfo(Path.Combine(folder, file.Path)).Length) };
        if (manifest.Code is not null)
        {
            return inspection;
        }

        try
        {
            using var session = OnnxSession.Load(Path.Combine(folder, manifest.Files[0].Path), new OnnxSessionOptions { Providers = [OnnxProvider.Cpu], IntraOpThreads = 1 });
            return inspection with { Inputs = Describe(session.Inputs), Outputs = Describe(session.Outputs), Metadata = session.Metadata };
        }
        catch (OnnxException e)
        {
            throw new InstallationException($"{manifest.Id}: the model {manifest.Files[0].Path} cannot be loaded: {e.Message}", e);
        }

        static ModelTensorInfo[] Describe(IReadOnlyList<OnnxValueInfo> values) =>
            [.. values.Select(value => new ModelTensorInfo(value.Name, value.ElementType, [.. (value.Dimensions ?? []).Select(d => d.Length ?? -1)]))];
    }

    private sealed class NoModels : IModelSource
    {
        public IModelRunner Open(Manifest manifest, string folder) => new Unused();

        private sealed class Unused : IModelRunner
        {
            public IReadOnlyList<ModelTensorInfo> Inputs => [];

            public IReadOnlyList<ModelTensorInfo> Outputs => [];

            public ValueTask<IReadOnlyDictionary<string, Tensor>> RunAsync(IReadOnlyDictionary<string, Tensor> inputs, CancellationToken cancellationToken) =>
                throw new NotSupportedException("the model of an expert that is only checked does not run");
        }
    }
}
