namespace IndustrialAgents.Assets;

/// <summary>How an asset agent watches.</summary>
public sealed record AssetAgentOptions
{
    /// <summary>Rows of history that go with a request.</summary>
    public int WindowLength { get; init; } = 128;

    /// <summary>When scores become an alarm.</summary>
    public AlarmOptions Alarm { get; init; } = new();
}
