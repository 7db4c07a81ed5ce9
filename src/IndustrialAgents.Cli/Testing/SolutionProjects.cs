using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace IndustrialAgents.Cli.Testing;

/// <summary>
/// The projects of a clone that its last build took in: all of the solution, or all but the cluster's where the package source lacks Orleans,
/// as Directory.Solution.targets has decided and remembered.
/// </summary>
internal sealed partial class SolutionProjects
{
    private const string Solution = "IndustrialAgents.sln";

    private readonly string _root;

    private SolutionProjects(string root, IReadOnlyList<string> projects, IReadOnlyList<string> leftOut) =>
        (_root, Included, LeftOut) = (root, projects, leftOut);

    /// <summary>Paths of the projects that are built, relative to the clone.</summary>
    public IReadOnlyList<string> Included { get; }

    /// <summary>Paths of those that are left out.</summary>
    public IReadOnlyList<string> LeftOut { get; }

    /// <summary>Reads the solution and the remembered answer of a clone.</summary>
    /// <exception cref="IndustrialAgentsException">There is no solution.</exception>
    public static SolutionProjects Read(string? root)
    {
        if (root is null || !File.Exists(Path.Combine(root, Solution)))
        {
            throw new IndustrialAgentsException("the tests belong to a clone of the repository; run './ia test' there");
        }

        var all = ProjectLine().Matches(File.ReadAllText(Path.Combine(root, Solution))).Select(match => match.Groups[1].Value.Replace('\\', '/')).ToList();
        var hasCluster = HasCluster(Path.Combine(root, "artifacts", "orleans.props"));
        return new SolutionProjects(root, [.. all.Where(path => hasCluster || !IsCluster(path))], [.. all.Where(path => !hasCluster && IsCluster(path))]);
    }

    /// <summary>The solution, or a solution filter of the projects that are built.</summary>
    public string Filter()
    {
        if (LeftOut.Count == 0)
        {
            return Solution;
        }

        var path = Path.Combine(_root, "artifacts", "IndustrialAgents.slnf");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, JsonSerializer.Serialize(new { solution = new { path = "../" + Solution, projects = Included } }));
        return path;
    }

    private static bool HasCluster(string answer) =>
        File.Exists(answer) && XDocument.Load(answer).Descendants("IncludeCluster").FirstOrDefault()?.Value == "true";

    private static bool IsCluster(string project)
    {
        var name = Path.GetFileName(project);
        return name.StartsWith("IndustrialAgents.Orleans", StringComparison.Ordinal)
            || name.StartsWith("IndustrialAgents.Silo", StringComparison.Ordinal)
            || project.StartsWith("examples/", StringComparison.Ordinal);
    }

    [GeneratedRegex("""^Project\([^)]*\) = "[^"]*", "([^"]+\.csproj)""", RegexOptions.Multiline)]
    private static partial Regex ProjectLine();
}
