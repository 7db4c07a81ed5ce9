namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>Picks channels of a series by name.</summary>
internal static class ChannelPick
{
    /// <summary>The series of these channels, in this order.</summary>
    /// <exception cref="InvalidRequestException">One is missing.</exception>
    public static Series Of(Series series, IReadOnlyList<string> names, string who)
    {
        if (series.Channels.Select(channel => channel.Name).SequenceEqual(names))
        {
            return series;
        }

        var columns = names.Select(name => Find(series, name, who)).ToArray();
        var (width, values, quality) = (series.Channels.Count, new float[series.Length * columns.Length], new SampleQuality[series.Quality.IsEmpty ? 0 : series.Length * columns.Length]);
        for (var at = 0; at < values.Length; at++)
        {
            var from = (at / columns.Length * width) + columns[at % columns.Length];
            values[at] = series.Values.Span[from];
            if (quality.Length > 0)
            {
                quality[at] = series.Quality.Span[from];
            }
        }

        return series with { Channels = [.. columns.Select(column => series.Channels[column])], Values = values, Quality = quality };
    }

    private static int Find(Series series, string name, string who)
    {
        for (var c = 0; c < series.Channels.Count; c++)
        {
            if (series.Channels[c].Name == name)
            {
                return c;
            }
        }

        throw new InvalidRequestException(
            "inputs.series.channels", $"'{name}' is missing; {who} takes channels of its own, the series has {string.Join(", ", series.Channels.Select(channel => channel.Name))}");
    }
}
