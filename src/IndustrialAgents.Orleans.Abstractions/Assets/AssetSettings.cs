namespace IndustrialAgents.Orleans;

/// <summary>What an asset's rows are and how it is watched.</summary>
public sealed record AssetSettings
{
    /// <summary>Channels of a row.</summary>
    public required IReadOnlyList<SeriesChannel> Channels { get; init; }

    /// <summary>Time from one row to the next.</summary>
    public required TimeSpan SamplePeriod { get; init; }

    /// <summary>Rows kept as the window.</summary>
    public int WindowLength { get; init; } = 256;

    /// <summary>An anomaly expert of the catalogue, <c>name@version</c> or name, fitted on these channels, that judges rows; null for the asset's own baseline.</summary>
    public string? Detector { get; init; }

    /// <summary>The task asked of the router at an alarm; null asks nothing.</summary>
    public ExpertTask? AskAtAlarm { get; init; } = ExpertTask.Diagnose;

    /// <summary>Unusual rows among the last <see cref="AlarmOf"/> that raise the alarm.</summary>
    public int AlarmAfter { get; init; } = 3;

    /// <summary>Number of rows looked back on.</summary>
    public int AlarmOf { get; init; } = 5;

    /// <summary>Usual rows in a row that clear the alarm.</summary>
    public int ClearAfter { get; init; } = 15;
}
