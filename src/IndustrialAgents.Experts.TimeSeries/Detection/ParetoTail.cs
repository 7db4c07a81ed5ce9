namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>
/// The tail of scores of normal operation beyond their 0.95 quantile: the excess is taken for generalised Pareto (Pickands 1975), fitted by
/// probability-weighted moments (Hosking, Wallis 1987, doi:10.1080/00401706.1987.10488243), as in peaks over threshold (Siffer et al. 2017,
/// doi:10.1145/3097983.3098144). It says how rare a score is that is rarer than any seen. Immutable and thread-safe.
/// </summary>
/// <param name="Begins">The score with which it begins.</param>
/// <param name="Share">Share of normal scores beyond.</param>
/// <param name="Shape">Shape ξ: above 0 heavier than exponential, below 0 with an end.</param>
/// <param name="Scale">Scale σ, positive.</param>
public sealed record ParetoTail(double Begins, double Share, double Shape, double Scale)
{
    /// <summary>The quantile with which a tail begins.</summary>
    public const double Quantile = 0.95;
    private const double Exponential = 1e-9;

    /// <summary>
    /// This tail without an end: where few scores suggest that none can be higher, the excess is taken for exponential with the same mean, so that no
    /// score is impossible.
    /// </summary>
    public ParetoTail WithoutEnd() => Shape >= 0 ? this : this with { Shape = 0, Scale = Scale / (1 - Shape) };

    /// <summary>Fits the tail.</summary>
    /// <param name="sorted">Finite scores, rising.</param>
    /// <returns>Null where fewer than two scores lie beyond its beginning.</returns>
    public static ParetoTail? Fit(ReadOnlySpan<double> sorted)
    {
        if (sorted.Length == 0)
        {
            return null;
        }

        var begins = At(sorted, Quantile);
        var first = sorted.Length;
        while (first > 0 && sorted[first - 1] > begins)
        {
            first--;
        }

        var excess = sorted[first..];
        if (excess.Length < 2)
        {
            return null;
        }

        var (mean, weighted) = (0.0, 0.0);
        for (var i = 0; i < excess.Length; i++)
        {
            mean += (excess[i] - begins) / excess.Length;
            weighted += (excess[i] - begins) * (1 - ((i + 0.65) / excess.Length)) / excess.Length;
        }

        var shape = 2 - (mean / (mean - (2 * weighted)));
        var scale = 2 * mean * weighted / (mean - (2 * weighted));
        return new ParetoTail(begins, (double)excess.Length / sorted.Length, shape, scale);
    }

    /// <summary>Probability that a normal score is higher; meant for scores beyond <see cref="Begins"/>.</summary>
    public double Exceedance(double score)
    {
        var excess = Math.Max(0, score - Begins) / Scale;
        return Share * (Math.Abs(Shape) < Exponential ? Math.Exp(-excess) : Math.Pow(Math.Max(0, 1 + (Shape * excess)), -1 / Shape));
    }

    /// <summary>The score that a normal one exceeds with a probability below <see cref="Share"/>.</summary>
    public double Level(double rate)
    {
        var beyond = rate / Share;
        return Begins + (Math.Abs(Shape) < Exponential ? -Scale * Math.Log(beyond) : Scale / Shape * (Math.Pow(beyond, -Shape) - 1));
    }

    /// <summary>A quantile, interpolated between the two nearest.</summary>
    internal static double At(ReadOnlySpan<double> sorted, double level)
    {
        var place = level * (sorted.Length - 1);
        var below = (int)place;
        return below + 1 < sorted.Length ? sorted[below] + ((place - below) * (sorted[below + 1] - sorted[below])) : sorted[^1];
    }
}
