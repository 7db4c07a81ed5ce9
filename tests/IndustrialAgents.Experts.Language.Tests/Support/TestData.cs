namespace IndustrialAgents.Experts.Language.Tests;

/// <summary>Where the recorded data and the reference outputs lie, and the manifests of this repository.</summary>
internal static class TestData
{
    public static string Root
    {
        get
        {
            var root = Environment.GetEnvironmentVariable("IA_DATA");
            Assert.SkipWhen(string.IsNullOrEmpty(root), "IA_DATA is not set; it names the folder of the test data");
            return root!;
        }
    }

    public static string Model(string name)
    {
        var folder = Path.Combine(Root, "models", name);
        Assert.SkipUnless(Directory.Exists(folder), $"there is no {folder}");
        return folder;
    }

    public static System.Text.Json.JsonDocument Reference(string name)
    {
        var path = Path.Combine(Root, "..", "reference", name, "reference.json");
        Assert.SkipUnless(File.Exists(path), $"there is no {path}");
        return System.Text.Json.JsonDocument.Parse(File.ReadAllBytes(path));
    }

    /// <summary>The manifest of a third-party model, kept in this repository.</summary>
    public static Manifest Manifest(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "IndustrialAgents.sln")))
            {
                return ManifestReader.ReadFolder(Path.Combine(folder.FullName, "experts", name));
            }
        }

        throw new DirectoryNotFoundException("the tests do not run inside the repository");
    }
}
