namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>What a grid of samples is made of.</summary>
/// <param name="Channels">The channels of a row.</param>
/// <param name="Labels">Names of its labels.</param>
/// <param name="IsElapsed">Whether times count from an unknown start.</param>
/// <param name="MaxValues">The most values that are held at a time.</param>
/// <param name="Source">What the rows are called in errors.</param>
internal sealed record GridForm(IReadOnlyList<SeriesChannel> Channels, string[] Labels, bool IsElapsed, int MaxValues, string Source);
