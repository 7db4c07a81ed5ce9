namespace IndustrialAgents.Cli.Bench;

/// <summary>What else the machine did: it belongs to a figure of speed.</summary>
internal static class MachineLoad
{
    private const string File = "/proc/loadavg";

    /// <summary>Such as <c>, load average 0.42</c>, of the last minute; empty where the system does not say.</summary>
    public static string Describe() => System.IO.File.Exists(File) ? $", load average {System.IO.File.ReadAllText(File).Split(' ')[0]}" : "";
}
