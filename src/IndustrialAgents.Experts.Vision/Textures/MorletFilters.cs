namespace IndustrialAgents.Experts.Vision.Textures;

/// <summary>
/// Complex Morlet wavelets on a small grid: a wave of 3/8 cycles a pixel under a Gaussian, stretched along its crests, minus what makes its sum
/// zero (Bruna, Mallat 2013, "Invariant Scattering Convolution Networks", arXiv:1203.1513, section 2).
/// </summary>
internal static class MorletFilters
{
    /// <summary>Directions of the wave, evenly over half a turn.</summary>
    public const int Orientations = 8;

    /// <summary>Side of the grid in pixels.</summary>
    public const int Size = 9;

    private const double Frequency = 3 * Math.PI / 4;
    private const double Deviation = 0.8;
    private const double Slant = 0.5;

    /// <summary>Real parts and imaginary parts, each [orientation, row, column].</summary>
    public static (float[] Real, float[] Imaginary) Create()
    {
        var real = new float[Orientations * Size * Size];
        var imaginary = new float[real.Length];
        for (var orientation = 0; orientation < Orientations; orientation++)
        {
            Fill(orientation * Math.PI / Orientations, real.AsSpan(orientation * Size * Size), imaginary.AsSpan(orientation * Size * Size));
        }

        return (real, imaginary);
    }

    private static void Fill(double angle, Span<float> real, Span<float> imaginary)
    {
        const int Radius = Size / 2;
        var (cosine, sine) = (Math.Cos(angle), Math.Sin(angle));
        var (envelopeSum, waveSum) = (0.0, 0.0);
        for (var pass = 0; pass < 2; pass++)
        {
            var bias = pass == 0 ? 0 : waveSum / envelopeSum;
            for (var i = 0; i < Size * Size; i++)
            {
                var (x, y) = ((i % Size) - Radius, (i / Size) - Radius);
                var along = (x * cosine) + (y * sine);
                var across = ((y * cosine) - (x * sine)) * Slant;
                var envelope = Math.Exp(-((along * along) + (across * across)) / (2 * Deviation * Deviation)) * Slant / (2 * Math.PI * Deviation * Deviation);
                if (pass == 0)
                {
                    envelopeSum += envelope;
                    waveSum += envelope * Math.Cos(Frequency * along);
                }
                else
                {
                    real[i] = (float)(envelope * (Math.Cos(Frequency * along) - bias));
                    imaginary[i] = (float)(envelope * Math.Sin(Frequency * along));
                }
            }
        }
    }
}
