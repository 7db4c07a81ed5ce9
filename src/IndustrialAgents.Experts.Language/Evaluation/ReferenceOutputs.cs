using System.Text.Json;

namespace IndustrialAgents.Experts.Language;

/// <summary>Outputs of other software, in the folder <c>reference</c> beside the data's.</summary>
internal static class ReferenceOutputs
{
    /// <summary>The path of a file beside the reference.</summary>
    public static string Path(string data, string name, string file) => System.IO.Path.Combine(System.IO.Path.GetFullPath(data), "..", "reference", name, file);

    /// <summary>Reads a model's <c>reference.json</c>.</summary>
    /// <exception cref="IOException">It is missing.</exception>
    public static JsonDocument Read(string data, string name) => JsonDocument.Parse(File.ReadAllBytes(Path(data, name, "reference.json")));

    /// <summary>A list of ids.</summary>
    public static int[] Ids(JsonElement list) => [.. list.EnumerateArray().Select(id => id.GetInt32())];

    /// <summary>How many stand at the same place in both.</summary>
    public static int Equal(IReadOnlyList<int> expected, IReadOnlyList<int> actual) => expected.Zip(actual, (a, b) => a == b ? 1 : 0).Sum();
}
