using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using IndustrialAgents.Experts;
using IndustrialAgents.Onnx.Graphs;

namespace IndustrialAgents.Hosting;

/// <summary>
/// Makes an expert of a model in a hub: brings the files, checks them, opens the model to see which convention its inputs and outputs follow, and writes
/// the manifest, last, so that a folder with one is whole. Thread-safe.
/// </summary>
/// <param name="hub">Where models are.</param>
public sealed class ModelPuller(IModelHub hub)
{
    private const string Configuration = "config.json";
    private const int MaxConfigurationBytes = 16 << 20;
    private const int VersionDigits = 12;

    /// <summary>Finds a repository's revision without bringing a file.</summary>
    /// <exception cref="ModelHubException">There is none.</exception>
    /// <exception cref="ModelHubUnreachableException">The hub does not answer.</exception>
    public Task<HubModel> FindAsync(HubReference reference, CancellationToken cancellationToken) => hub.FindAsync(reference, cancellationToken);

    /// <summary>Makes the expert.</summary>
    /// <param name="model">The revision, from <see cref="FindAsync"/>.</param>
    /// <param name="options">What is wanted of it.</param>
    /// <param name="progress">Is told what is done; null where nobody asks.</param>
    /// <param name="cancellationToken">Ends the work; what arrived stays for the next time.</param>
    /// <exception cref="ModelHubException">A file is not there or not right, or the model does not follow the convention; the message names what differs.</exception>
    /// <exception cref="ModelHubUnreachableException">The hub does not answer, or broke off too often.</exception>
    /// <exception cref="InstallationException">The model cannot be loaded.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public async Task<PulledModel> PullAsync(HubModel model, PullOptions options, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        var conventions = Conventions(options.Convention);
        var file = RepositoryFiles.ChooseModel(model, options.Files);
        var name = options.Name ?? NameOf(model.Repository);
        if (!ExpertId.IsWord(name))
        {
            throw new ModelHubException($"'{name}' is not a name; use letters, digits, '_', '-' and '.', at most 64");
        }

        var id = new ExpertId(name, model.Commit?[..VersionDigits] ?? "local");
        var folder = Path.GetFullPath(options.Target ?? Path.Combine(options.Folder, $"{id.Name}-{id.Version}"));
        RequireOwn(folder, model);
        var further = options.Files.Count > 0 ? options.Files.Skip(1).Select(path => RepositoryFiles.Find(model, path)) : RepositoryFiles.ExternalData(model, file);
        var brought = await BringAsync(model, file, [file, .. further], folder, progress, cancellationToken).ConfigureAwait(false);
        progress?.Report("opening the model");
        var inspection = ExpertInstaller.Inspect(brought[0].Path);
        var notes = new List<string>();
        var configuration = await ReadJsonAsync(model, RepositoryFiles.Beside(model, file, Configuration), folder, cancellationToken).ConfigureAwait(false);
        var match = Choose(
            [.. conventions.Select(convention => new ConventionMatch(convention, inspection.Inputs, inspection.Outputs, configuration, path => RepositoryFiles.Beside(model, file, path) is not null))],
            options.Convention,
            notes);
        if (brought.Any(part => part.File.Hash is null))
        {
            notes.Add("the folder does not know the hub's hashes, so files were taken as they are");
        }

        var json = match is null ? PassThrough(inspection.Manifest)
            : match.Convention.Files.Count == 0 ? ConventionManifest.Create(match)
            : await WithCompanionsAsync(match, model, file, brought, notes, folder, progress, cancellationToken).ConfigureAwait(false);
        var manifest = Write(folder, id, model, json, brought);
        ExpertFiles.Verify(manifest, folder);
        return new PulledModel(folder, manifest, model) { Convention = match?.Convention, Notes = notes };
    }

    /// <summary>The experts that were pulled into a folder.</summary>
    public static IEnumerable<(string Folder, Manifest Manifest)> Pulled(string folder) => ExpertInstaller.Installed(folder);

    private static List<ModelConvention> Conventions(string? name)
    {
        var named = ModelConvention.All.Where(convention => name is null || convention.Name == name).ToList();
        return named.Count > 0 || name == PullOptions.PassThrough
            ? named
            : throw new ModelHubException(
                $"'{name}' is no convention that is known here; known are {string.Join(", ", ModelConvention.All.Select(c => c.Name).Distinct())} and {PullOptions.PassThrough}");
    }

    private static string NameOf(string repository)
    {
        var name = new string([.. repository.Split('/')[^1].TrimStart('.', '-', '_').Take(64)]);
        return ExpertId.IsWord(name) ? name : "model";
    }

    // A folder that holds another model is not written over.
    private static void RequireOwn(string folder, HubModel model)
    {
        if (File.Exists(Path.Combine(folder, ManifestReader.FileName)) && ManifestReader.ReadFolder(folder) is var there
            && there.Source?.Contains(model.Repository, StringComparison.Ordinal) != true && there.Source != model.Source)
        {
            throw new ModelHubException($"{folder} holds {there.Id} from {there.Source ?? "elsewhere"}; name another folder with --out, or remove it");
        }
    }

    private async Task<List<(HubFile File, string Name, string Path)>> BringAsync(
        HubModel model, HubFile of, List<HubFile> files, string folder, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        var brought = new List<(HubFile File, string Name, string Path)>();
        for (var i = 0; i < files.Count; i++)
        {
            var name = RepositoryFiles.Place(of, files[i].Path);
            var path = Path.Combine(folder, name);
            var said = progress is null ? null : new ByteProgress(files[i], progress);
            await hub.DownloadAsync(model, files[i], path, said, cancellationToken).ConfigureAwait(false);
            brought.Add((files[i], name, path));
            if (i == 0)
            {
                AddNeeded(model, of, files, path);
            }
        }

        return brought;
    }

    // What the model itself says it needs, whatever it is called.
    private static void AddNeeded(HubModel model, HubFile of, List<HubFile> files, string path)
    {
        try
        {
            var beside = of.Path[..(of.Path.LastIndexOf('/') + 1)];
            foreach (var needed in OnnxGraph.Load(path).ExternalFiles.Select(name => beside + name.Replace('\\', '/')).Where(name => files.All(file => file.Path != name)))
            {
                files.Add(RepositoryFiles.Find(model, needed));
            }
        }
        catch (CorruptGraphException e)
        {
            throw new ModelHubException($"{of.Path} of {model.Repository} is no model that can be read: {e.Message}", e);
        }
    }

    // Brings the files that a convention needs, and makes the manifest of what they say.
    private async Task<JsonObject> WithCompanionsAsync(
        ConventionMatch match, HubModel model, HubFile of, List<(HubFile File, string Name, string Path)> brought, List<string> notes, string folder,
        IProgress<string>? progress, CancellationToken cancellationToken)
    {
        var documents = new Dictionary<string, JsonNode?>();
        foreach (var wanted in match.Convention.Files)
        {
            if (RepositoryFiles.Beside(model, of, wanted.Path) is not { } file)
            {
                continue;
            }

            if (!wanted.Settings)
            {
                var path = Path.Combine(folder, wanted.Path);
                await hub.DownloadAsync(model, file, path, progress is null ? null : new ByteProgress(file, progress), cancellationToken).ConfigureAwait(false);
                brought.Add((file, wanted.Path, path));
            }

            documents[wanted.Path] = await ReadJsonAsync(model, file, folder, cancellationToken).ConfigureAwait(false);
        }

        var settings = TextSettings.Read(documents, ConventionManifest.Settings(match.Convention.Manifest));
        notes.AddRange(settings.Notes);
        return ConventionManifest.Create(match, settings);
    }

    private async Task<JsonNode?> ReadJsonAsync(HubModel model, HubFile? file, string folder, CancellationToken cancellationToken)
    {
        if (file is not { Size: <= MaxConfigurationBytes })
        {
            return null;
        }

        var path = Path.Combine(folder, file.Path);
        await hub.DownloadAsync(model, file, path, null, cancellationToken).ConfigureAwait(false);
        try
        {
            return JsonNode.Parse(await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false), documentOptions: new JsonDocumentOptions { MaxDepth = 32 });
        }
        catch (JsonException)
        {
            // It only helps to recognise and to set up; the model itself decides.
            return null;
        }
    }

    private static ConventionMatch? Choose(IReadOnlyList<ConventionMatch> matches, string? wanted, List<string> notes)
    {
        var best = matches
            .OrderBy(match => match.Differences.Count)
            .ThenByDescending(match => match.IsConfigured)
            .ThenByDescending(match => match.Named)
            .FirstOrDefault();
        if (best is null or { Differences.Count: 0 })
        {
            return best;
        }

        var differs = $"{best.Convention.Name} differs in that {string.Join("; ", best.Differences)}";
        if (wanted is not null)
        {
            throw new ModelHubException($"the model does not follow the convention: {differs}. Leave --as out, or name --as {PullOptions.PassThrough} to pass its tensors through");
        }

        notes.Add($"no convention fits, so tensors go in and come out as they are: the nearest, {differs}");
        return null;
    }

    private static JsonObject PassThrough(Manifest manifest)
    {
        var json = JsonNode.Parse(ManifestReader.Write(manifest))!.AsObject();
        json.Remove("files");
        return json;
    }

    private static Manifest Write(string folder, ExpertId id, HubModel model, JsonObject json, List<(HubFile File, string Name, string Path)> files)
    {
        (json["name"], json["version"]) = (id.Name, id.Version);
        json["files"] = new JsonArray([.. files.Select(file => (JsonNode)new JsonObject
        {
            ["path"] = file.Name,
            ["sha256"] = file.File.Hash is { Kind: HubHashKind.Sha256 } hash ? hash.Hex : ExpertFiles.Hash(file.Path),
        })]);
        json["license"] = model.License is { } license ? license.Id == "other" ? license.Name ?? license.Id : license.Id : null;
        json["source"] = model.Source;
        var manifest = ManifestReader.Read(JsonSerializer.SerializeToUtf8Bytes(json), Path.Combine(folder, ManifestReader.FileName));
        var draft = Path.Combine(folder, $".{Guid.NewGuid():n}.json");
        File.WriteAllText(draft, ManifestReader.Write(manifest));
        File.Move(draft, Path.Combine(folder, ManifestReader.FileName), overwrite: true);
        return manifest;
    }

    // One line for each twentieth.
    private sealed class ByteProgress(HubFile file, IProgress<string> progress) : IProgress<long>
    {
        private long _told = -1;

        public void Report(long value)
        {
            var part = file.Size == 0 ? 20 : value * 20 / file.Size;
            if (part != _told)
            {
                _told = part;
                progress.Report(string.Create(CultureInfo.InvariantCulture, $"{file.Path}: {5 * part} % of {file.Size / 1e6:0.0} MB"));
            }
        }
    }
}
