namespace IndustrialAgents.Cli.Commands;

/// <summary>The folder with recorded plant data.</summary>
internal static class DataFolder
{
    /// <summary>The folder an option names, else the environment variable IA_DATA.</summary>
    /// <exception cref="IndustrialAgentsException">None is named, or it is not a folder of the layout expected.</exception>
    public static string Require(DirectoryInfo? option)
    {
        var folder = option?.FullName ?? Environment.GetEnvironmentVariable("IA_DATA")
            ?? throw new IndustrialAgentsException("--data: name a folder with recorded data, or set the environment variable IA_DATA");
        if (!Directory.Exists(Path.Combine(folder, "timeseries")))
        {
            throw new IndustrialAgentsException($"--data: '{folder}' has no folder 'timeseries'; name the one that holds timeseries, vision, text and models");
        }

        return Path.GetFullPath(folder);
    }
}
