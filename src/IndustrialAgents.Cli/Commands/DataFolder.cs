namespace IndustrialAgents.Cli.Commands;

/// <summary>The folder with recorded plant data.</summary>
internal static class DataFolder
{
    // One suite needs one of them alone; what it does not find it names itself.
    private static readonly string[] Parts = ["timeseries", "vision", "text", "models"];

    /// <summary>The folder an option names, else the environment variable IA_DATA.</summary>
    /// <exception cref="IndustrialAgentsException">None is named, or it is not a folder of the layout expected.</exception>
    public static string Require(DirectoryInfo? option)
    {
        var folder = option?.FullName ?? Environment.GetEnvironmentVariable("IA_DATA")
            ?? throw new IndustrialAgentsException("--data: name a folder with recorded data, or set the environment variable IA_DATA");
        if (!Array.Exists(Parts, part => Directory.Exists(Path.Combine(folder, part))))
        {
            throw new IndustrialAgentsException($"--data: '{folder}' has none of the folders {string.Join(", ", Parts)}; name the one that holds them");
        }

        return Path.GetFullPath(folder);
    }
}
