namespace IndustrialAgents.Experts.TimeSeries.Tests;

/// <summary>Finds recorded data, and skips a test where it is absent; makes series up where none is needed.</summary>
internal static class TestData
{
    public static string Require(params string[] path)
    {
        var root = Environment.GetEnvironmentVariable("IA_DATA");
        Assert.SkipWhen(string.IsNullOrEmpty(root), "IA_DATA is not set");
        var full = Path.Combine([root!, .. path]);
        Assert.SkipUnless(File.Exists(full) || Directory.Exists(full), $"{string.Join('/', path)} is not in IA_DATA");
        return root!;
    }

    /// <summary>Channels that swing together, with noise: the first two are nearly the same quantity.</summary>
    public static Series Swinging(int length, int channels, int seed = 1)
    {
        var random = new Random(seed);
        var values = new float[length * channels];
        for (var t = 0; t < length; t++)
        {
            for (var c = 0; c < channels; c++)
            {
                values[(t * channels) + c] = (float)((100 * c) + ((c + 1) * Math.Sin((t / 7.0) + (c / 2))) + (0.1 * (random.NextDouble() - 0.5)));
            }
        }

        return Of(values, channels);
    }

    public static Series Of(float[] values, int channels) => new()
    {
        Channels = [.. Enumerable.Range(0, channels).Select(c => new SeriesChannel($"c{c}"))],
        Values = values,
        SamplePeriod = TimeSpan.FromSeconds(1),
        Start = DateTimeOffset.UnixEpoch,
    };

    /// <summary>The series with one value marked bad.</summary>
    public static Series WithBad(this Series series, int time, int channel)
    {
        var values = series.Values.ToArray();
        var quality = series.Quality.IsEmpty ? new SampleQuality[values.Length] : series.Quality.ToArray();
        values[(time * series.Channels.Count) + channel] = float.NaN;
        quality[(time * series.Channels.Count) + channel] = SampleQuality.Bad;
        return series with { Values = values, Quality = quality };
    }
}
