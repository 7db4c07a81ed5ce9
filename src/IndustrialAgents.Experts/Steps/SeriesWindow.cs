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
    /// <summary>Samples that were put before those of the series because the model sees more.</summary>
    public int Padding { get; init; }

    /// <summary>The model's input that holds the window; null where the model did not say.</summary>
    public string? Input { get; init; }

    /// <summary>Whether all samples of a channel lie together in the model's input, rather than all channels of a sample.</summary>
    public bool IsChannelMajor { get; init; }

    /// <summary>Whether each channel is a row of its own, as for models of one series.</summary>
    public bool IsChannelRows { get; init; }

    /// <summary>Time of the first sample after the series; null where the series' own time is unknown.</summary>
    public DateTimeOffset? End => Series.Start + (Series.Length * Series.SamplePeriod);
}
