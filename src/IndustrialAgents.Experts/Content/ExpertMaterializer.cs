using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;

namespace IndustrialAgents.Experts;

/// <summary>
/// Makes experts' folders of manifests, with the files from a content store, so that <see cref="ExpertLoader"/> can load an expert that was never
/// installed on this machine. Files are hard links where the disk allows it. A folder is there whole or not at all. Bounded; thread-safe.
/// </summary>
public sealed partial class ExpertMaterializer
{
    private const string Staging = ".making-";

    private readonly IContentStore _store;
    private readonly string _root;
    private readonly ILogger<ExpertMaterializer> _logger;
    private readonly MaterializedFolders _folders;
    private readonly SingleFlight<string> _making = new();

    /// <summary>Makes a materialiser; the folders that are there are counted.</summary>
    /// <param name="store">Where the files come from.</param>
    /// <param name="options">Where the folders go.</param>
    /// <param name="time">Tells which folder was not used longest.</param>
    /// <param name="logger">Where folders made and damage are told.</param>
    /// <exception cref="InvalidRequestException">An option is wrong.</exception>
    /// <exception cref="IOException">The folder cannot be made or read.</exception>
    public ExpertMaterializer(IContentStore store, ExpertMaterializerOptions options, TimeProvider time, ILogger<ExpertMaterializer> logger)
    {
        options.Validate();
        (_store, _root, _logger) = (store, Path.GetFullPath(options.Folder), logger);
        Directory.CreateDirectory(_root);
        _folders = new MaterializedFolders(_root, options.MaxBytes, time);
        _folders.Scan(Staging);
    }

    /// <summary>Makes the folder of an expert, or takes the one that is there.</summary>
    /// <param name="manifest">Its manifest.</param>
    /// <param name="cancellationToken">Ends the waiting; what was begun is made for the next one who asks.</param>
    /// <returns>The folder, in use until it is disposed.</returns>
    /// <exception cref="InvalidManifestException">The manifest is wrong.</exception>
    /// <exception cref="ContentNotFoundException">The store lacks one of its files.</exception>
    /// <exception cref="ContentDamagedException">The store has a damaged one.</exception>
    /// <exception cref="ContentTooLargeException">One is larger than the store takes.</exception>
    /// <exception cref="IOException">The store cannot be reached, or the disk not be written; may be tried again.</exception>
    public async ValueTask<MaterializedExpert> MaterializeAsync(Manifest manifest, CancellationToken cancellationToken)
    {
        ManifestReader.Validate(manifest, manifest.Id.ToString());
        CheckPaths(manifest);
        var json = ManifestReader.Write(manifest);
        var name = $"{manifest.Name}-{manifest.Version}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json)))[..16]}";
        _folders.Use(name);
        try
        {
            var folder = await _making.RunAsync(name, () => FindOrMakeAsync(name, manifest, json), cancellationToken).ConfigureAwait(false);
            return new MaterializedExpert(folder, manifest, () => _folders.Release(name));
        }
        catch (UnauthorizedAccessException e)
        {
            _folders.Release(name);
            throw new IOException($"the folder {_root} cannot be used; check its permissions ({e.Message})", e);
        }
        catch
        {
            _folders.Release(name);
            throw;
        }
    }

    // A file of the manifest's own name would be written through its link into the store.
    private static void CheckPaths(Manifest manifest)
    {
        var paths = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { ManifestReader.FileName };
        for (var i = 0; i < manifest.Files.Count; i++)
        {
            var path = string.Join('/', manifest.Files[i].Path.Split('/', '\\').Where(part => part != "."));
            if (path.Length == 0 || !paths.Add(path))
            {
                throw new InvalidManifestException(
                    manifest.Id.ToString(), $"files[{i}].path", $"'{manifest.Files[i].Path}' is the manifest's own name, or occurs twice; name each file once");
            }
        }
    }

    private async Task<string> FindOrMakeAsync(string name, Manifest manifest, string json)
    {
        var folder = Path.Combine(_root, name);
        if (Directory.Exists(folder) && IsWhole(folder, manifest))
        {
            return folder;
        }

        var staging = Path.Combine(_root, Staging + Guid.NewGuid().ToString("n"));
        try
        {
            Directory.CreateDirectory(staging);
            await File.WriteAllTextAsync(Path.Combine(staging, ManifestReader.FileName), json).ConfigureAwait(false);
            var bytes = 0L;
            foreach (var file in manifest.Files)
            {
                var content = await _store.GetAsync(file.Sha256, CancellationToken.None).ConfigureAwait(false);
                var path = Path.Combine(staging, file.Path);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                HardLink.CreateOrCopy(content, path);
                bytes += new FileInfo(path).Length;
            }

            Directory.Move(staging, folder);
            _folders.Measure(name, bytes);
            LogMade(manifest.Id, folder, bytes);
            return folder;
        }
        finally
        {
            if (Directory.Exists(staging))
            {
                Directory.Delete(staging, recursive: true);
            }
        }
    }

    private bool IsWhole(string folder, Manifest manifest)
    {
        try
        {
            ExpertFiles.Verify(manifest, folder);
            return true;
        }
        catch (InvalidManifestException e)
        {
            LogDamaged(folder, manifest.Id, e.Message);
            Directory.Delete(folder, recursive: true);
            return false;
        }
    }
}
