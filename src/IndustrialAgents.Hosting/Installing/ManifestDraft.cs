using System.Text.Json;
using System.Text.Json.Nodes;
using IndustrialAgents.Experts;
using IndustrialAgents.Onnx.Graphs;

namespace IndustrialAgents.Hosting;

/// <summary>Makes the manifest that an installed expert gets: hashes filled in, or, for a bare model file, all of it.</summary>
internal static class ManifestDraft
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = 32 };

    /// <summary>Reads the manifest of a folder, filling in hashes that are missing and files that the model needs.</summary>
    /// <exception cref="InvalidManifestException">It breaks its contract, a file is missing, or has another hash than the manifest says.</exception>
    public static Manifest Complete(string folder)
    {
        var source = Path.Combine(folder, ManifestReader.FileName);
        JsonNode? root;
        try
        {
            root = JsonNode.Parse(File.ReadAllBytes(source), documentOptions: Lenient);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidManifestException(source, "manifest", $"cannot be read: {e.Message}", e);
        }
        catch (JsonException e)
        {
            throw new InvalidManifestException(source, "manifest", e.Message, e);
        }

        try
        {
            if (root is JsonObject manifest && (manifest["files"] is JsonArray || manifest["output"] is JsonObject))
            {
                FillIn(manifest, folder, source);
            }
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            // A name that occurs twice in an object, and the like.
            throw new InvalidManifestException(source, "files", e.Message, e);
        }

        var complete = ManifestReader.Read(JsonSerializer.SerializeToUtf8Bytes(root), source);
        ExpertFiles.Verify(complete, folder);
        return complete;
    }

    /// <summary>The manifest of a bare model: its tensors go in and come out as they are.</summary>
    /// <exception cref="CorruptGraphException">The file is no model.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Manifest Create(string model)
    {
        var graph = OnnxGraph.Load(model);
        var folder = Path.GetDirectoryName(Path.GetFullPath(model))!;
        var name = new string([.. Path.GetFileNameWithoutExtension(model).Select(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' ? c : '_').Take(64)]);
        return new Manifest
        {
            Name = ExpertId.IsWord(name) ? name : "model",
            Version = "1",
            Modality = Modality.Tensor,
            Tasks = [ExpertTask.Regress],
            Description = graph.DocString is { Length: > 0 } text ? text : null,

            // One tensor is taken whatever it is called; several must come under the model's names.
            Inputs = graph.Inputs.Count == 1
                ? [new ManifestInput { Kind = Modality.Tensor, Preprocess = new ManifestStep { Use = "tensor" } }]
                : [.. graph.Inputs.Select(input => new ManifestInput { Kind = Modality.Tensor, Name = input.Name, Preprocess = Step(input.Name) })],
            Output = new ManifestStep { Use = "tensors" },
            Files = [.. graph.ExternalFiles.Prepend(Path.GetFileName(model)).Select(file => new ManifestFile(file, ExpertFiles.Hash(Path.Combine(folder, file))))],
        };

        static ManifestStep Step(string input) =>
            new() { Use = "tensor", Options = new Dictionary<string, JsonElement> { ["input"] = JsonSerializer.SerializeToElement(input) } };
    }

    private static void FillIn(JsonObject manifest, string folder, string source)
    {
        if (manifest["files"] is not JsonArray { Count: > 0 } files)
        {
            var models = Directory.GetFiles(folder, "*.onnx");
            manifest["files"] = files = models.Length == 1
                ? [new JsonObject { ["path"] = Path.GetFileName(models[0]) }]
                : throw new InvalidManifestException(source, "files", $"is missing, and the folder has {models.Length} .onnx files; name the model");
        }

        for (var i = 0; i < files.Count; i++)
        {
            if (files[i] is JsonObject file && file["path"] is JsonValue value && value.TryGetValue<string>(out var path) && IsMissing(file["sha256"])
                && ManifestReader.IsInside(path))
            {
                file["sha256"] = HashOf(path, i);
            }
        }

        string HashOf(string path, int index)
        {
            try
            {
                return ExpertFiles.Hash(Path.Combine(folder, path));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new InvalidManifestException(source, $"files[{index}].path", $"'{path}' cannot be read: {e.Message}", e);
            }
        }
    }

    private static bool IsMissing(JsonNode? hash) => hash is null || (hash is JsonValue value && value.TryGetValue<string>(out var text) && text.Length == 0);
}
