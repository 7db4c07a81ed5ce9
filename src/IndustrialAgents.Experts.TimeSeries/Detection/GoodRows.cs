namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>The samples of a series that have a good value in every channel.</summary>
internal static class GoodRows
{
    /// <summary>Copies them <c>[row, channel]</c>.</summary>
    /// <exception cref="InvalidRequestException">There are fewer than <paramref name="least"/>.</exception>
    public static float[] Of(Series series, int least)
    {
        var width = series.Channels.Count;
        var rows = new List<float>(series.Values.Length);
        for (var t = 0; t < series.Length; t++)
        {
            if (IsGood(series, t))
            {
                rows.AddRange(series[t]);
            }
        }

        return rows.Count >= least * width && width > 0
            ? [.. rows]
            : throw new InvalidRequestException(
                "series", $"{(width == 0 ? 0 : rows.Count / width)} samples have a good value in every channel; fitting needs {least}");
    }

    /// <summary>Whether every value of a sample can be used.</summary>
    public static bool IsGood(Series series, int time)
    {
        var width = series.Channels.Count;
        for (var at = time * width; at < (time + 1) * width; at++)
        {
            if (!float.IsFinite(series.Values.Span[at]) || (!series.Quality.IsEmpty && series.Quality.Span[at] == SampleQuality.Bad))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Copies a sample with NaN for what cannot be used.</summary>
    public static void Copy(Series series, int time, Span<float> row)
    {
        var width = series.Channels.Count;
        for (var c = 0; c < width; c++)
        {
            row[c] = !series.Quality.IsEmpty && series.Quality.Span[(time * width) + c] == SampleQuality.Bad ? float.NaN : series.Values.Span[(time * width) + c];
        }
    }
}
