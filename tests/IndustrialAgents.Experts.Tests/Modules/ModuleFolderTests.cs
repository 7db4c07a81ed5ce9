using Microsoft.Extensions.Logging.Abstractions;

namespace IndustrialAgents.Experts.Tests.Modules;

public sealed class ModuleFolderTests : IDisposable
{
    private readonly TestFolder _folder = new();

    [Theory]
    [InlineData("")]
    [InlineData("IndustrialAgents.Experts.Tests")]
    public void Load_AssemblyDroppedIn_RegistersItsGoodModulesAndReportsTheOthers(string subfolder)
    {
        var assembly = typeof(EchoModule).Assembly.Location;
        Directory.CreateDirectory(_folder[subfolder]);
        File.Copy(assembly, Path.Combine(_folder[subfolder], Path.GetFileName(assembly)));
        var catalog = TestExperts.Catalog();

        var problems = ModuleFolder.Load(_folder.Path, catalog, NullLogger.Instance);

        var manifest = EchoExpert.Describe("e");
        var context = new StepContext(manifest, ".", [], new StepOptions("expert.json", "code", manifest.Code!));
        Assert.Equal("e", catalog.CreateExpert(manifest.Code!, context, null!).Manifest.Name);
        Assert.Equal(3, problems.Count);
        Assert.Contains(problems, problem => problem.Message.Contains("'softmax'", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.Message.Contains("constructor", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.Message.Contains("no licence", StringComparison.Ordinal));

        // Nothing of the module that clashed is left.
        Assert.Throws<InvalidManifestException>(() => catalog.CreateInputStep(new ManifestStep { Use = "own" }, context));
    }

    [Fact]
    public void Load_NoAssembly_IsReportedAndTheRestGoesOn()
    {
        File.WriteAllBytes(_folder["broken.dll"], [1, 2, 3]);
        File.WriteAllText(_folder["readme.txt"], "x");

        var problem = Assert.Single(ModuleFolder.Load(_folder.Path, TestExperts.Catalog(), NullLogger.Instance));

        Assert.Equal(_folder["broken.dll"], problem.Path);
        Assert.Contains("no .NET assembly", problem.Message, StringComparison.Ordinal);
        Assert.Empty(ModuleFolder.Load(_folder["absent"], TestExperts.Catalog(), NullLogger.Instance));
    }

    public void Dispose() => _folder.Dispose();
}
