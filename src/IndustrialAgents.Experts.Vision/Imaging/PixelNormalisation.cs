namespace IndustrialAgents.Experts.Vision.Imaging;

/// <summary>
/// How a pixel's value v becomes a tensor's element: (v / <see cref="Divisor"/> - mean) / deviation, channel by channel in the model's
/// order, computed in double and rounded once. Immutable and thread-safe.
/// </summary>
public sealed class PixelNormalisation
{
    private readonly double[] _mean;
    private readonly double[] _deviation;

    /// <param name="divisor">What the pixel's value is divided by; 255 maps to 0 to 1.</param>
    /// <param name="mean">Subtracted after that: one value for all channels or one a channel; 0 if empty.</param>
    /// <param name="deviation">Divided by at last: one value for all channels or one a channel; 1 if empty.</param>
    /// <exception cref="ArgumentException">A value is not finite, or divisor or a deviation is zero.</exception>
    public PixelNormalisation(double divisor = 1, ReadOnlySpan<double> mean = default, ReadOnlySpan<double> deviation = default)
    {
        Divisor = divisor;
        _mean = mean.IsEmpty ? [0] : mean.ToArray();
        _deviation = deviation.IsEmpty ? [1] : deviation.ToArray();
        if (!double.IsFinite(divisor) || divisor == 0 || !Array.TrueForAll(_mean, double.IsFinite) || !Array.TrueForAll(_deviation, d => double.IsFinite(d) && d != 0))
        {
            throw new ArgumentException("divisor, mean and deviation must be finite, divisor and deviation not 0");
        }
    }

    /// <summary>Leaves values as they are, 0 to 255.</summary>
    public static PixelNormalisation None { get; } = new();

    /// <summary>What the pixel's value is divided by.</summary>
    public double Divisor { get; }

    /// <summary>The element for each of the 256 values of <paramref name="channel"/>.</summary>
    /// <exception cref="ArgumentException">Mean or deviation has several values but none for this channel.</exception>
    public float[] TableOf(int channel)
    {
        if ((_mean.Length > 1 && channel >= _mean.Length) || (_deviation.Length > 1 && channel >= _deviation.Length))
        {
            throw new ArgumentException($"mean has {_mean.Length} values and deviation {_deviation.Length}; channel {channel} has none", nameof(channel));
        }

        var mean = _mean[_mean.Length == 1 ? 0 : channel];
        var deviation = _deviation[_deviation.Length == 1 ? 0 : channel];
        var table = new float[256];
        for (var value = 0; value < table.Length; value++)
        {
            table[value] = (float)(((value / Divisor) - mean) / deviation);
        }

        return table;
    }
}
