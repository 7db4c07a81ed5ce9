namespace IndustrialAgents.Experts;

/// <summary>How a <see cref="LocalExpertDirectory"/> finds its experts and judges their health.</summary>
public sealed record LocalExpertDirectoryOptions
{
    /// <summary>Folders whose folders are experts. One that does not exist yet is watched for.</summary>
    public IReadOnlyList<string> Folders { get; init; } = [];

    /// <summary>Time between two looks at the folders, for file systems that do not tell of changes.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Quiet time after a change before the folders are read, so that a copy under way can end.</summary>
    public TimeSpan SettleTime { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Failures in a row after which an expert is called failing.</summary>
    public int FailuresBeforePause { get; init; } = 3;

    /// <summary>Time after which a failing expert is tried again.</summary>
    public TimeSpan PauseAfterFailures { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Time that requests in flight have to end when the directory is disposed.</summary>
    public TimeSpan DrainTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>File that keeps which experts are disabled, so that a restart does not bring them back; null keeps it in memory only.</summary>
    public string? StateFile { get; init; }
}
