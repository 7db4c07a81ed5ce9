using System.Text.Json;
using System.Text.Json.Serialization;
using IndustrialAgents.Json;

namespace IndustrialAgents;

/// <summary>Reads and checks manifests. Thread-safe.</summary>
public static class ManifestReader
{
    /// <summary>Name of the manifest's file in an expert's folder.</summary>
    public const string FileName = "expert.json";

    private const int MaxBytes = 4 << 20;

    // A field that is not known is a slip of the pen that would otherwise be found much later.
    private static readonly JsonSerializerOptions Strict = new(ContractJson.Options) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    /// <summary>Reads the manifest of a folder. The files it names are not opened.</summary>
    /// <exception cref="InvalidManifestException">The file is missing, unreadable, or breaks the contract.</exception>
    public static Manifest ReadFolder(string folder)
    {
        var path = Path.Combine(folder, FileName);
        try
        {
            var file = new FileInfo(path);
            if (file.Exists && file.Length > MaxBytes)
            {
                throw new InvalidManifestException(path, "manifest", $"{file.Length} bytes; at most {MaxBytes} are read");
            }

            return Read(File.ReadAllBytes(path), path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidManifestException(path, "manifest", $"cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Reads a manifest from UTF-8 JSON.</summary>
    /// <param name="json">The manifest.</param>
    /// <param name="source">What it is called in errors.</param>
    /// <exception cref="InvalidManifestException">It is not JSON or breaks the contract.</exception>
    public static Manifest Read(ReadOnlySpan<byte> json, string source)
    {
        if (json.StartsWith("\uFEFF"u8))
        {
            json = json[3..];
        }

        Manifest manifest;
        try
        {
            manifest = JsonSerializer.Deserialize<Manifest>(json, Strict)
                ?? throw new InvalidManifestException(source, "manifest", "is null; a manifest is a JSON object");
        }
        catch (JsonException e)
        {
            throw new InvalidManifestException(source, e.Path is null or "$" ? "manifest" : e.Path, e.Message, e);
        }

        Validate(manifest, source);
        return manifest;
    }

    /// <summary>Writes a manifest as indented JSON.</summary>
    public static string Write(Manifest manifest) =>
        JsonSerializer.Serialize(manifest, ContractJson.Indented);

    /// <summary>Throws unless the manifest is within its contract.</summary>
    /// <exception cref="InvalidManifestException">A field is wrong; the message names it.</exception>
    public static void Validate(Manifest manifest, string source)
    {
        Require(ExpertId.IsWord(manifest.Name), "name", $"'{manifest.Name}' is not a name; use letters, digits, '_', '-' and '.', at most 64");
        Require(ExpertId.IsWord(manifest.Version), "version", $"'{manifest.Version}' is not a version; use letters, digits, '_', '-' and '.', at most 64");
        Require(manifest.Tasks is { Count: > 0 }, "tasks", "name at least one task");
        Require(manifest.Prior is > 0 and < double.PositiveInfinity, "prior", $"{manifest.Prior}; it must be positive and finite");
        Require(manifest.Batching.MaxBatch >= 1, "batching.maxBatch", $"{manifest.Batching.MaxBatch}; it must be at least 1");
        Require(manifest.Batching.MaxQueue >= 1, "batching.maxQueue", $"{manifest.Batching.MaxQueue}; it must be at least 1");
        Require(manifest.Hardware.MemoryBytes is null or > 0, "hardware.memoryBytes", $"{manifest.Hardware.MemoryBytes}; it must be positive");
        Require(manifest.Cost.PerRequest is >= 0 and < double.PositiveInfinity, "cost.perRequest", $"{manifest.Cost.PerRequest}; it must be finite and not negative");
        Require(manifest.Cost.Latency is null || manifest.Cost.Latency >= TimeSpan.Zero, "cost.latency", $"{manifest.Cost.Latency}; it must not be negative");
        for (var i = 0; i < manifest.Labels.Count; i++)
        {
            Require(!string.IsNullOrWhiteSpace(manifest.Labels[i]), $"labels[{i}]", "is empty; every class needs a label");
        }

        Require(manifest.Labels.Distinct().Count() == manifest.Labels.Count, "labels", "a label occurs twice");
        Require(manifest.LabelsFile is null || manifest.Labels.Count == 0, "labelsFile", "give labels or labelsFile, not both");
        for (var i = 0; i < manifest.Files.Count; i++)
        {
            var file = manifest.Files[i];
            Require(file is not null, $"files[{i}]", "is null; a file is {\"path\": ..., \"sha256\": ...}");
            Require(IsInside(file!.Path), $"files[{i}].path", $"'{file.Path}' must be relative and stay inside the expert's folder");
            Require(
                file.Sha256 is { Length: 64 } && file.Sha256.All(char.IsAsciiHexDigitLower),
                $"files[{i}].sha256",
                $"'{file.Sha256}' is not a SHA-256 in 64 lower-case hex digits; 'ia experts add' fills it in");
        }

        Require(
            manifest.LabelsFile is null || manifest.Files.Any(file => file.Path == manifest.LabelsFile),
            "labelsFile",
            $"'{manifest.LabelsFile}' is not among files");
        for (var i = 0; i < manifest.Inputs.Count; i++)
        {
            Require(manifest.Inputs[i] is not null, $"inputs[{i}]", "is null; an input is {\"kind\": ..., \"preprocess\": ...}");
            RequireStep(manifest.Inputs[i].Preprocess, $"inputs[{i}].preprocess");
        }

        RequireStep(manifest.Output, "output");
        RequireStep(manifest.Code, "code");
        foreach (var (label, mode) in manifest.FailureModes)
        {
            Require(!string.IsNullOrWhiteSpace(mode), "failureModes", $"'{label}' has no failure mode");
        }

        Require(manifest.Output is null || manifest.Files.Count > 0, "files", "an expert with an output step needs a model file");
        Require(manifest.Output is null != manifest.Code is null, "output", "give either output (an ONNX model) or code (an expert that a module brings)");

        void RequireStep(ManifestStep? step, string field) =>
            Require(step is null || !string.IsNullOrWhiteSpace(step.Use), $"{field}.use", "is empty; name a step, such as {\"use\": \"tensor\"}");

        void Require(bool holds, string field, string message)
        {
            if (!holds)
            {
                throw new InvalidManifestException(source, field, message);
            }
        }
    }

    /// <summary>Whether a path is relative and stays inside the folder it is relative to.</summary>
    public static bool IsInside(string? path) =>
        !string.IsNullOrEmpty(path) && !Path.IsPathRooted(path) && !path.Contains(':')
        && !path.Split('/', '\\').Any(part => part is ".." or "");
}
