using System.Security.Cryptography;

namespace IndustrialAgents.Experts;

/// <summary>An expert that was fitted to data and not saved yet: its manifest and its model. Immutable and thread-safe while nobody writes to the bytes.</summary>
/// <param name="Manifest">Its manifest. <see cref="Manifest.Files"/> is filled in by <see cref="Save"/>.</param>
/// <param name="Model">The ONNX model's bytes, not copied; empty for an expert of code, which has none.</param>
public sealed record FittedExpert(Manifest Manifest, byte[] Model)
{
    /// <summary>Name of the model's file in a saved expert's folder.</summary>
    public const string ModelFile = "model.onnx";

    /// <summary>Further files of the expert by their path in its folder, such as a vocabulary.</summary>
    public IReadOnlyDictionary<string, byte[]> Attachments { get; init; } = new Dictionary<string, byte[]>();

    /// <summary>
    /// Writes the model, the attachments and, last, the manifest with their hashes, so that a node that watches the folder's parent never sees
    /// a manifest without its files. An expert that was saved there before is overwritten.
    /// </summary>
    /// <param name="folder">The expert's folder; made if it does not exist.</param>
    /// <returns>The manifest as written.</returns>
    /// <exception cref="InvalidManifestException">The manifest breaks its contract; nothing was written.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public Manifest Save(string folder)
    {
        var manifest = Complete();
        ManifestReader.Validate(manifest, Path.Combine(folder, ManifestReader.FileName));
        Directory.CreateDirectory(folder);
        if (Model.Length > 0)
        {
            Write(folder, ModelFile, Model);
        }

        foreach (var (path, content) in Attachments)
        {
            Write(folder, path, content);
        }

        Write(folder, ManifestReader.FileName, System.Text.Encoding.UTF8.GetBytes(ManifestReader.Write(manifest)));
        return manifest;
    }

    private Manifest Complete()
    {
        List<ManifestFile> files = Model.Length > 0 ? [Describe(ModelFile, Model)] : [];
        files.AddRange(Attachments.OrderBy(file => file.Key, StringComparer.Ordinal).Select(file => Describe(file.Key, file.Value)));
        return Manifest with { Files = files };
    }

    private static ManifestFile Describe(string path, byte[] content) => new(path, Convert.ToHexStringLower(SHA256.HashData(content)));

    private static void Write(string folder, string path, byte[] content)
    {
        var target = Path.Combine(folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);

        // Renamed into place: a reader sees the old file or the new one, never a half.
        var temporary = $"{target}.{Guid.NewGuid():n}.tmp";
        File.WriteAllBytes(temporary, content);
        File.Move(temporary, target, overwrite: true);
    }
}
