using IndustrialAgents.Cli.Testing;

namespace IndustrialAgents.Cli.Tests.Testing;

public sealed class SolutionProjectsTests : IDisposable
{
    private const string Solution = """
        Project("{9A19103F-16F7-4668-BE54-9A1E7A4F7556}") = "IndustrialAgents.Onnx", "src\IndustrialAgents.Onnx\IndustrialAgents.Onnx.csproj", "{1}"
        EndProject
        Project("{2150E333-8FDC-42A3-9474-1A3956D46DE8}") = "src", "src", "{2}"
        EndProject
        Project("{9A19103F-16F7-4668-BE54-9A1E7A4F7556}") = "IndustrialAgents.Orleans", "src\IndustrialAgents.Orleans\IndustrialAgents.Orleans.csproj", "{3}"
        EndProject
        Project("{9A19103F-16F7-4668-BE54-9A1E7A4F7556}") = "IndustrialAgents.Silo.Tests", "tests\IndustrialAgents.Silo.Tests\IndustrialAgents.Silo.Tests.csproj", "{4}"
        EndProject
        Project("{9A19103F-16F7-4668-BE54-9A1E7A4F7556}") = "Module", "examples\Module\Module.csproj", "{5}"
        EndProject
        """;

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("ia-solution-");

    public SolutionProjectsTests() => File.WriteAllText(Path.Combine(_root.FullName, "IndustrialAgents.sln"), Solution);

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public void Read_ClusterLeftOut_KeepsTheOthersAndFiltersTheSolution()
    {
        Answer("<Project><PropertyGroup><IncludeCluster>false</IncludeCluster></PropertyGroup></Project>");

        var projects = SolutionProjects.Read(_root.FullName);

        Assert.Equal(["src/IndustrialAgents.Onnx/IndustrialAgents.Onnx.csproj"], projects.Included);
        Assert.Equal(3, projects.LeftOut.Count);
        var filter = File.ReadAllText(projects.Filter());
        Assert.Contains("IndustrialAgents.Onnx.csproj", filter, StringComparison.Ordinal);
        Assert.DoesNotContain("Orleans", filter, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ClusterBuilt_TakesAllProjects()
    {
        Answer("<Project><PropertyGroup><IncludeCluster>true</IncludeCluster></PropertyGroup></Project>");

        var projects = SolutionProjects.Read(_root.FullName);

        Assert.Equal(4, projects.Included.Count);
        Assert.Empty(projects.LeftOut);
        Assert.Equal("IndustrialAgents.sln", projects.Filter());
    }

    [Fact]
    public void Read_NoClone_SaysWhereTestsBelong()
    {
        var error = Assert.Throws<IndustrialAgentsException>(() => SolutionProjects.Read(Path.Combine(_root.FullName, "none")));

        Assert.Contains("clone", error.Message, StringComparison.Ordinal);
    }

    private void Answer(string answer)
    {
        _root.CreateSubdirectory("artifacts");
        File.WriteAllText(Path.Combine(_root.FullName, "artifacts", "orleans.props"), answer);
    }
}
