namespace IndustrialAgents.Experts;

/// <summary>
/// Note that an input step leaves for output steps: which part of the series the model sees, and how it was scaled. Immutable and thread-safe.
/// </summary>
/// <param name="Series">The series as it was sent.</param>
/// <param name="Channels">The model's channels in its order.</param>
/// <param name="Length">Samples of the series, from its end, that the model sees.</param>
/// <param name="Offsets">By channel, what was taken off each value.</param>
/// <param name="Widths">By channel, what the rest was divided by.</param>
public sealed record SeriesWindow(
    Series Series, IReadOnlyList<SeriesChannel> Channels, int Length, IReadOnlyList<double> Offsets, IReadOnlyList<double> Widths)
{
    /// <summary>Time of the first sample after the series; null where the series' own time is unknown.</summary>
    public DateTimeOffset? End => Series.Start + (Series.Length * Series.SamplePeriod);
}
