using System.Text.Json;

namespace IndustrialAgents.Experts.Language;

/// <summary>Outputs of other software, in the folder <c>reference</c> beside the data's.</summary>
internal static class ReferenceOutputs
{
    /// <summary>The path of a file beside the reference.</summary>
    public static string Path(string data, string name, string file) => System.IO.Path.Combine(System.IO.Path.GetFullPath(data), "..", "reference", name, file);

    /// <summary>Reads a model's <c>reference.json</c>.</summary>
    /// <param name="data">The data's folder.</param>
    /// <param name="name">The model's name.</param>
    /// <param name="needed">What it must have.</param>
    /// <exception cref="InvalidRequestException">It is missing, no JSON or has not what is needed.</exception>
    public static JsonDocument Read(string data, string name, params string[] needed) => EvaluationFile.Read(
        path =>
        {
            var document = JsonDocument.Parse(File.ReadAllBytes(path));
            return Array.Find(needed, property => document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty(property, out _)) is { } missing
                ? throw new InvalidDataException($"it has no '{missing}'")
                : document;
        },
        Path(data, name, "reference.json"));

    /// <summary>A list of ids.</summary>
    public static int[] Ids(JsonElement list) => [.. list.EnumerateArray().Select(id => id.GetInt32())];

    /// <summary>How many stand at the same place in both.</summary>
    public static int Equal(IReadOnlyList<int> expected, IReadOnlyList<int> actual) => expected.Zip(actual, (a, b) => a == b ? 1 : 0).Sum();
}
