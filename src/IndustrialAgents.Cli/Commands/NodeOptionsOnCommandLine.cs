using System.CommandLine;
using IndustrialAgents.Hosting;

namespace IndustrialAgents.Cli.Commands;

/// <summary>The options that say which node a command works with, shared by the commands that need one.</summary>
internal sealed class NodeOptionsOnCommandLine
{
    private readonly Option<DirectoryInfo?> _home = new("--home")
    {
        Description = "The node's folder: its database, its experts in the folder 'experts' within, and assemblies with further modules in 'modules'. Default: the environment variable IA_HOME, else industrial-agents in the user's data folder.",
        HelpName = "DIR",
        Recursive = true,
    };

    private readonly Option<DirectoryInfo[]> _experts = new("--experts")
    {
        Description = "A further folder of experts; may be given more than once.",
        HelpName = "DIR",
        Recursive = true,
    };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_home);
        command.Add(_experts);
    }

    /// <summary>The node's folder.</summary>
    public string Home(ParseResult parsed)
    {
        var home = parsed.GetValue(_home)?.FullName
            ?? Environment.GetEnvironmentVariable("IA_HOME")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "industrial-agents");
        return Path.GetFullPath(home);
    }

    /// <summary>The folder that <c>ia experts add</c> puts experts into.</summary>
    public string ExpertsFolder(ParseResult parsed) => Directory.CreateDirectory(Path.Combine(Home(parsed), "experts")).FullName;

    /// <summary>Every folder that holds experts.</summary>
    public IReadOnlyList<string> AllExpertsFolders(ParseResult parsed) =>
        [ExpertsFolder(parsed), .. (parsed.GetValue(_experts) ?? []).Select(folder => folder.FullName)];

    /// <summary>The node that the options describe.</summary>
    public NodeOptions Read(ParseResult parsed) => new()
    {
        DataFolder = Home(parsed),
        ExpertFolders = AllExpertsFolders(parsed),
        ModuleFolder = Path.Combine(Home(parsed), "modules"),
    };
}
