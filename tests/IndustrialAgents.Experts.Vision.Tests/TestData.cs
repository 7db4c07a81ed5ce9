using System.Text.Json;

namespace IndustrialAgents.Experts.Vision.Tests;

/// <summary>Finds recorded data and reference outputs, and skips a test where they are absent.</summary>
internal static class TestData
{
    public static string Require(params string[] path)
    {
        var root = Environment.GetEnvironmentVariable("IA_DATA");
        Assert.SkipWhen(string.IsNullOrEmpty(root), "IA_DATA is not set");
        var full = Path.Combine([root!, .. path]);
        Assert.SkipUnless(File.Exists(full) || Directory.Exists(full), $"{string.Join('/', path)} is not in IA_DATA");
        return full;
    }

    public static string RequireReference(params string[] path) => Require(["..", "reference", .. path]);

    public static JsonElement Json(string path) => JsonDocument.Parse(File.ReadAllBytes(path)).RootElement;

    public static string Fixture(string name) => Path.Combine(AppContext.BaseDirectory, "Data", name);
}
