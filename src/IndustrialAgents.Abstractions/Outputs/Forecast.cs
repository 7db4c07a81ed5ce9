namespace IndustrialAgents;

/// <summary>The continuation of a series, sampled at the series' own period from one period after its last sample.</summary>
/// <param name="Channels">The channels that are continued.</param>
/// <param name="SamplePeriod">Time from one step to the next.</param>
/// <param name="Median">Central forecast <c>[step, channel]</c>, in each channel's unit.</param>
public sealed record Forecast(IReadOnlyList<SeriesChannel> Channels, TimeSpan SamplePeriod, ReadOnlyMemory<float> Median) : ExpertOutput
{
    /// <summary>Levels of <see cref="Quantiles"/>, rising, each between 0 and 1; empty where there are none.</summary>
    public IReadOnlyList<double> Levels { get; init; } = [];

    /// <summary>Quantiles <c>[level, step, channel]</c>, in each channel's unit.</summary>
    public ReadOnlyMemory<float> Quantiles { get; init; }

    /// <summary>Time of the first step; null where the series' own time is unknown.</summary>
    public DateTimeOffset? Start { get; init; }

    /// <summary>Number of steps.</summary>
    public int Horizon => Channels.Count == 0 ? 0 : Median.Length / Channels.Count;
}
