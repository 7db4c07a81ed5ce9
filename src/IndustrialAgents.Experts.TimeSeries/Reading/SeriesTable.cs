namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>A table of sensor values as it was read.</summary>
/// <param name="Series">The channels. A cell without a value is NaN of bad quality.</param>
/// <param name="Labels">The label columns by name, one value a sample; NaN where the cell is empty.</param>
/// <param name="Times">Time of each sample; empty where the table has no time column.</param>
public sealed record SeriesTable(Series Series, IReadOnlyDictionary<string, float[]> Labels, IReadOnlyList<DateTimeOffset> Times);
