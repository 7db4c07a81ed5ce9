namespace IndustrialAgents.Experts;

/// <summary>Joins forecasts of consecutive stretches.</summary>
internal static class ForecastParts
{
    /// <summary>One forecast of the first steps of all parts, which have the same channels and levels.</summary>
    /// <param name="parts">The parts in the order of time.</param>
    /// <param name="horizon">Steps to keep, no more than the parts have together.</param>
    public static Forecast Join(IReadOnlyList<Forecast> parts, int horizon)
    {
        var (channels, levels) = (parts[0].Channels.Count, parts[0].Levels.Count);
        var median = new float[checked(horizon * channels)];
        var quantiles = new float[checked(levels * horizon * channels)];
        var step = 0;
        foreach (var part in parts)
        {
            var kept = Math.Min(part.Horizon, horizon - step) * channels;
            part.Median.Span[..kept].CopyTo(median.AsSpan(step * channels));
            for (var level = 0; level < levels; level++)
            {
                part.Quantiles.Span.Slice(level * part.Horizon * channels, kept).CopyTo(quantiles.AsSpan(((level * horizon) + step) * channels));
            }

            step += kept / Math.Max(channels, 1);
        }

        return parts[0] with { Median = median, Quantiles = quantiles };
    }
}
