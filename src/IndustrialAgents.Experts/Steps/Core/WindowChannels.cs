namespace IndustrialAgents.Experts;

/// <summary>Finds a model's channels in a series. Thread-safe.</summary>
internal sealed class WindowChannels(WindowStepOptions options, ExpertId expert)
{
    /// <summary>The series' column of each of the model's channels.</summary>
    /// <exception cref="InvalidRequestException">A channel is missing.</exception>
    public int[] Find(Series series)
    {
        if (options.Channels.Count == 0)
        {
            return [.. Enumerable.Range(0, series.Channels.Count)];
        }

        if (options.Match == ChannelMatch.Position)
        {
            return series.Channels.Count == options.Channels.Count
                ? [.. Enumerable.Range(0, series.Channels.Count)]
                : throw new InvalidRequestException(
                    "inputs.series.channels", $"{series.Channels.Count} channels; {expert} takes {options.Channels.Count}: {string.Join(", ", options.Channels)}");
        }

        var columns = new int[options.Channels.Count];
        for (var i = 0; i < columns.Length; i++)
        {
            columns[i] = -1;
            for (var c = 0; c < series.Channels.Count && columns[i] < 0; c++)
            {
                if (series.Channels[c].Name == options.Channels[i])
                {
                    columns[i] = c;
                }
            }

            if (columns[i] < 0)
            {
                throw new InvalidRequestException(
                    "inputs.series.channels",
                    $"'{options.Channels[i]}' is missing; {expert} takes {string.Join(", ", options.Channels)}, the series has {string.Join(", ", series.Channels.Select(c => c.Name))}");
            }
        }

        return columns;
    }

    /// <summary>The model's channels, with the units of the series.</summary>
    public SeriesChannel[] Of(Series series, int[] columns)
    {
        var channels = new SeriesChannel[columns.Length];
        for (var i = 0; i < columns.Length; i++)
        {
            var channel = series.Channels[columns[i]];
            channels[i] = options.Channels.Count == 0 ? channel : channel with { Name = options.Channels[i] };
        }

        return channels;
    }

    /// <summary>The window's samples with a forecast <c>[step, channel]</c> of its channels behind them.</summary>
    public Series Append(SeriesWindow window, ReadOnlySpan<float> forecast)
    {
        var (seen, width) = (window.Series.Slice(window.Series.Length - window.Length, window.Length), window.Channels.Count);
        var columns = Find(window.Series);
        var values = new float[checked((seen.Length * width) + forecast.Length)];
        var quality = seen.Quality.IsEmpty ? [] : new SampleQuality[values.Length];
        for (var t = 0; t < seen.Length; t++)
        {
            for (var c = 0; c < width; c++)
            {
                var from = (t * seen.Channels.Count) + columns[c];
                values[(t * width) + c] = seen.Values.Span[from];
                if (quality.Length > 0)
                {
                    quality[(t * width) + c] = seen.Quality.Span[from];
                }
            }
        }

        forecast.CopyTo(values.AsSpan(seen.Length * width));
        return seen with { Channels = window.Channels, Values = values, Quality = quality };
    }
}
