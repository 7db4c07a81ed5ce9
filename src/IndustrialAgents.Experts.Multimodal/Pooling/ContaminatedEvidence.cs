namespace IndustrialAgents.Experts.Multimodal;

/// <summary>
/// Bounds what one member can do: with probability ε it speaks of something else (the gross-error model of Huber 1964, doi:10.1214/aoms/1177703732; for
/// classes Copas 1988, J. R. Statist. Soc. B 50(2)), so its probabilities p become (1 - ε) p + ε / K over K modes, and its evidence for one mode over
/// another is at most ln(1 + (1 - ε) K / ε). Two members that agree then outvote one that is sure and wrong. Thread-safe.
/// </summary>
public static class ContaminatedEvidence
{
    /// <summary>The evidence of a member that is believed as far as this.</summary>
    /// <param name="evidence">One number a mode, as <see cref="ModeEvidence"/> gives it.</param>
    /// <param name="trust">How far it is believed.</param>
    /// <returns>One number a mode, to be pooled with weight 1.</returns>
    /// <exception cref="ArgumentException">The weight is negative or not finite, or the contamination is not between 0 and below 1.</exception>
    public static double[] Of(ReadOnlySpan<double> evidence, MemberTrust trust)
    {
        if (!(trust.Weight >= 0) || !double.IsFinite(trust.Weight) || trust.Contamination is not (>= 0 and < 1))
        {
            throw new ArgumentException($"weight {trust.Weight} and contamination {trust.Contamination}; a weight is finite and not negative, a contamination lies between 0 and below 1", nameof(trust));
        }

        var result = new double[evidence.Length];
        Fill(evidence, trust, result);
        return result;
    }

    internal static void Fill(ReadOnlySpan<double> evidence, MemberTrust trust, Span<double> result)
    {
        var max = double.NegativeInfinity;
        for (var k = 0; k < result.Length; k++)
        {
            result[k] = trust.Weight * evidence[k];
            max = Math.Max(max, result[k]);
        }

        if (trust.Contamination == 0)
        {
            return;
        }

        var sum = 0.0;
        for (var k = 0; k < result.Length; k++)
        {
            sum += result[k] = Math.Exp(result[k] - max);
        }

        for (var k = 0; k < result.Length; k++)
        {
            result[k] = Math.Log(((1 - trust.Contamination) * result.Length * result[k] / sum) + trust.Contamination);
        }
    }
}
