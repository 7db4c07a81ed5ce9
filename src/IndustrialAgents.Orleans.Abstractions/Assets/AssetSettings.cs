namespace IndustrialAgents.Orleans;

/// <summary>What an asset's rows are and how it is watched.</summary>
[GenerateSerializer, Immutable, Alias("ia.asset-settings")]
public sealed record AssetSettings
{
    /// <summary>Channels of a row.</summary>
    [Id(0)]
    public required IReadOnlyList<SeriesChannel> Channels { get; init; }

    /// <summary>Time from one row to the next.</summary>
    [Id(1)]
    public required TimeSpan SamplePeriod { get; init; }

    /// <summary>Rows kept as the window.</summary>
    [Id(2)]
    public int WindowLength { get; init; } = 256;

    /// <summary>An anomaly expert of the catalogue, <c>name@version</c> or name, fitted on these channels, that judges rows; null for the asset's own baseline.</summary>
    [Id(3)]
    public string? Detector { get; init; }

    /// <summary>The task asked of the router at an alarm; null asks nothing.</summary>
    [Id(4)]
    public ExpertTask? AskAtAlarm { get; init; } = ExpertTask.Diagnose;

    /// <summary>Unusual rows among the last <see cref="AlarmOf"/> that raise the alarm.</summary>
    [Id(5)]
    public int AlarmAfter { get; init; } = 3;

    /// <summary>Number of rows looked back on.</summary>
    [Id(6)]
    public int AlarmOf { get; init; } = 5;

    /// <summary>Usual rows in a row that clear the alarm.</summary>
    [Id(7)]
    public int ClearAfter { get; init; } = 15;
}
