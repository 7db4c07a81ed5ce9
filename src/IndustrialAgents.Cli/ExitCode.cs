namespace IndustrialAgents.Cli;

/// <summary>What the process tells the script that started it.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>Done, but something failed: a test, a benchmark's bar, or the answer abstains.</summary>
    public const int Failed = 1;

    /// <summary>An option, a file or a request is wrong.</summary>
    public const int WrongInput = 2;

    /// <summary>Something this machine needs is missing, or a server cannot be reached.</summary>
    public const int Missing = 3;
}
