using System.Runtime.CompilerServices;
using System.Text.Json;
using IndustrialAgents.Onnx;

namespace IndustrialAgents.Experts.Tests.Reference;

/// <summary>An expert of the repository's experts folder with its model from the test data, and the official runtime's outputs for it.</summary>
internal sealed class ReferenceExpert : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly ModelPool _pool = new();

    private ReferenceExpert(string name, string data)
    {
        using var reference = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(data, "..", "reference", name, "reference.json")));
        Root = reference.RootElement.Clone();
        Folder = _folder[name];
        Directory.CreateDirectory(Folder);
        var manifest = Path.Combine(Repository(), "experts", name, ManifestReader.FileName);
        File.Copy(manifest, Path.Combine(Folder, ManifestReader.FileName));
        foreach (var file in ManifestReader.ReadFolder(Folder).Files)
        {
            // Copied, because tests damage and delete it; the data may be read-only, and so would be the copy.
            File.WriteAllBytes(Path.Combine(Folder, file.Path), File.ReadAllBytes(Path.Combine(data, "models", name, file.Path)));
        }

        Loader = new ExpertLoader(TestExperts.Catalog(), new PooledModels(_pool, TimeProvider.System));
        Expert = Loader.Load(Folder);
    }

    /// <summary>The content of reference.json.</summary>
    public JsonElement Root { get; }

    public string Folder { get; }

    public ExpertLoader Loader { get; }

    public IExpert Expert { get; }

    public ModelPool Pool => _pool;

    /// <summary>Opens an expert, or skips the test where data or reference are absent.</summary>
    public static ReferenceExpert Open(string name)
    {
        var data = Environment.GetEnvironmentVariable("IA_DATA");
        Assert.SkipWhen(string.IsNullOrEmpty(data), "IA_DATA is not set: it names the folder of test data");
        Assert.SkipWhen(!Directory.Exists(Path.Combine(data!, "..", "reference", name)), $"there is no reference for {name} beside {data}");
        return new ReferenceExpert(name, data!);
    }

    public static float[] Floats(JsonElement array) =>
        array.ValueKind == JsonValueKind.Array ? [.. array.EnumerateArray().SelectMany(Floats)] : [array.GetSingle()];

    /// <summary>Holds values to 1e-4 of each value, but not finer than to 1e-4 of their root mean square.</summary>
    public static void Near(IReadOnlyList<double> expected, ReadOnlySpan<double> actual)
    {
        Assert.Equal(expected.Count, actual.Length);
        var floor = Math.Sqrt(expected.Average(v => v * v));
        for (var i = 0; i < expected.Count; i++)
        {
            Assert.True(Math.Abs(expected[i] - actual[i]) <= 1e-4 * Math.Max(Math.Abs(expected[i]), floor), $"value {i}: {actual[i]}, the reference has {expected[i]}");
        }
    }

    /// <summary>The repository's root.</summary>
    public static string Repository([CallerFilePath] string path = "")
    {
        var folder = Path.GetDirectoryName(path);
        while (folder is not null && !File.Exists(Path.Combine(folder, "IndustrialAgents.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException($"no repository around {path}");
    }

    public void Dispose()
    {
        (Expert as IDisposable)?.Dispose();
        _pool.Dispose();
        _folder.Dispose();
    }
}
