using System.Globalization;
using System.Text;

namespace IndustrialAgents.Experts.Multimodal;

/// <summary>A window of sensor values in words and few numbers, for a model that reads text. Thread-safe.</summary>
internal static class SeriesSummary
{
    private const int MaxChannels = 32;

    /// <summary>One line a channel: mean, deviation, least, greatest, first and last good value.</summary>
    public static string Write(Series series)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"Sensor window of {series.Length} samples, {series.SamplePeriod.TotalSeconds:0.######} s apart:");
        for (var c = 0; c < Math.Min(series.Channels.Count, MaxChannels); c++)
        {
            var good = new List<double>();
            for (var t = 0; t < series.Length; t++)
            {
                var at = (t * series.Channels.Count) + c;
                if (float.IsFinite(series.Values.Span[at]) && (series.Quality.IsEmpty || series.Quality.Span[at] != SampleQuality.Bad))
                {
                    good.Add(series.Values.Span[at]);
                }
            }

            text.Append(CultureInfo.InvariantCulture, $"\n{series.Channels[c].Name}{(series.Channels[c].Unit is { } unit ? $" ({unit})" : "")}: ");
            if (good.Count == 0)
            {
                text.Append("no good value");
                continue;
            }

            var mean = good.Average();
            var deviation = Math.Sqrt(good.Average(value => (value - mean) * (value - mean)));
            text.Append(
                CultureInfo.InvariantCulture, $"mean {mean:0.####}, deviation {deviation:0.####}, least {good.Min():0.####}, greatest {good.Max():0.####}, first {good[0]:0.####}, last {good[^1]:0.####}");
        }

        return series.Channels.Count > MaxChannels ? text.Append(CultureInfo.InvariantCulture, $"\nand {series.Channels.Count - MaxChannels} more channels").ToString() : text.ToString();
    }
}
