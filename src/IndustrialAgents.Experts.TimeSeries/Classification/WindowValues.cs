using IndustrialAgents.Learning;

namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>Reads the values of a window for fitting, as the step <c>window</c> does in operation: bad samples hold the channel's last good value.</summary>
internal static class WindowValues
{
    /// <summary>Standardizes a window <c>[channel, time]</c> where it lies.</summary>
    public static void Standardize(float[] window, Standardizer scale)
    {
        var length = window.Length / scale.Width;
        for (var at = 0; at < window.Length; at++)
        {
            window[at] = (float)((window[at] - scale.Mean[at / length]) / scale.Deviation[at / length]);
        }
    }

    /// <summary>The values of a window by channel.</summary>
    /// <returns>Values <c>[channel, time]</c>, finite.</returns>
    /// <exception cref="InvalidRequestException">A channel has no good value, or a good value is not finite.</exception>
    public static float[] ByChannel(Series series, string field)
    {
        var values = series.Values.Span;
        var quality = series.Quality.Span;
        var (width, length) = (series.Channels.Count, series.Length);
        var turned = new float[length * width];
        for (var c = 0; c < width; c++)
        {
            var (first, held) = (-1, float.NaN);
            for (var t = 0; t < length; t++)
            {
                var at = (t * width) + c;
                if (quality.IsEmpty || quality[at] != SampleQuality.Bad)
                {
                    held = values[at];
                    first = first < 0 ? t : first;
                    InvalidRequestException.Require(
                        float.IsFinite(held), $"{field}.values", $"{held} at sample {t}, channel '{series.Channels[c].Name}'; mark it bad, or leave the window out");
                }

                turned[(c * length) + t] = held;
            }

            InvalidRequestException.Require(first >= 0, $"{field}.quality", $"every sample of channel '{series.Channels[c].Name}' is bad; leave the window or the channel out");
            turned.AsSpan(c * length, first).Fill(turned[(c * length) + first]);
        }

        return turned;
    }
}
