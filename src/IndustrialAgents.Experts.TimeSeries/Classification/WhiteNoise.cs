namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>Adds white Gaussian noise to a window, each channel at a signal-to-noise ratio of its own variance in the window.</summary>
internal static class WhiteNoise
{
    /// <summary>A noisy copy; a channel that is constant in the window stays as it is.</summary>
    /// <param name="window">Values <c>[channel, time]</c>.</param>
    /// <param name="length">Samples of a channel.</param>
    /// <param name="decibels">Ratio of the variances of signal and noise, in dB.</param>
    /// <param name="random">Where the noise comes from.</param>
    public static float[] Add(ReadOnlySpan<float> window, int length, double decibels, Random random)
    {
        var noisy = window.ToArray();
        for (var first = 0; first < noisy.Length; first += length)
        {
            var own = noisy.AsSpan(first, length);
            var (sum, squares) = (0.0, 0.0);
            foreach (var value in own)
            {
                sum += value;
                squares += (double)value * value;
            }

            var deviation = Math.Sqrt(Math.Max(0, (squares / length) - (sum / length * (sum / length))) * Math.Pow(10, -decibels / 10));
            foreach (ref var value in own)
            {
                value += (float)(deviation * Normal(random));
            }
        }

        return noisy;
    }

    // Box and Muller 1958.
    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
