namespace IndustrialAgents.Silo.Configuration;

/// <summary>Section <c>Dashboard</c>: the Orleans Dashboard at <c>/dashboard</c>.</summary>
internal sealed class DashboardSettings
{
    /// <summary>Whether it is there.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Whether it shows the process's log as it is written.</summary>
    public bool ShowLog { get; init; }
}
