namespace IndustrialAgents.Experts.Multimodal;

/// <summary>
/// Pools members of which at most one may speak of another case: the wrong machine's picture, a work order under the wrong number. The answer is the mean
/// over the hypotheses "none" and "this one" with their posteriors, so members that agree show which one misleads, and it loses its say (outliers by
/// hypotheses over the sources: Box and Tiao 1968, doi:10.1093/biomet/55.1.119; discounting a source by its reliability: Shafer 1976, chapter 11).
/// Thread-safe.
/// </summary>
/// <remarks>
/// With Lₘ the softmax of a member's evidence, πₘ its share and π₀ = 1 - Σ πₘ: P(k) ∝ prior(k) (π₀ Πₘ Lₘ(k) + Σₘ πₘ (1 - Lₘ(k)) / (K - 1) Πᵢ≠ₘ Lᵢ(k)).
/// A member that misleads is about one of the other K - 1 modes, each as likely. With all shares 0 it is <see cref="FailureModePool"/> with weights 1.
/// The share of a member that is missing counts for "none".
/// </remarks>
public static class ConflictPool
{
    /// <summary>The pooled probabilities, and how suspect each member is.</summary>
    /// <param name="prior">Prior of each mode, not negative, not all 0; need not sum to 1.</param>
    /// <param name="evidence">Evidence of each member that speaks, one finite number a mode; calibrated, if need be, by <see cref="MemberCalibration"/>.</param>
    /// <param name="shares">Of each of them the prior probability that it, and it alone, speaks of another case: not negative, together below 1.</param>
    /// <exception cref="ArgumentException">Lengths differ, or a prior, a share or evidence is out of range.</exception>
    public static PooledModes Combine(ReadOnlySpan<double> prior, IReadOnlyList<double[]> evidence, IReadOnlyList<double> shares)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        ArgumentNullException.ThrowIfNull(shares);
        var none = 1 - shares.Sum();
        if (evidence.Count != shares.Count || shares.Any(share => share is not (>= 0 and < 1)) || !(none > 0))
        {
            throw new ArgumentException($"{evidence.Count} members and shares {string.Join(", ", shares)}; give each member one, not negative, together below 1", nameof(shares));
        }

        if (!evidence.All(said => said.All(double.IsFinite)))
        {
            throw new ArgumentException("evidence is not finite", nameof(evidence));
        }

        // This also checks the prior and the lengths.
        var agreed = FailureModePool.Combine(prior, evidence, [.. shares.Select(_ => 1.0)]);
        return none == 1 || prior.Length < 2 ? new PooledModes(agreed, new double[evidence.Count]) : Mean(prior, evidence, shares, none);
    }

    private static PooledModes Mean(ReadOnlySpan<double> prior, IReadOnlyList<double[]> evidence, IReadOnlyList<double> shares, double none)
    {
        var modes = prior.Length;
        double[][] said = [.. evidence.Select(LogSoftmax)];
        var together = new double[modes];
        for (var k = 0; k < modes; k++)
        {
            together[k] = Math.Log(prior[k]);
            foreach (var member in said)
            {
                together[k] += member[k];
            }
        }

        // One row a hypothesis: none first, then each member.
        var terms = new double[evidence.Count + 1][];
        terms[0] = Array.ConvertAll(together, value => Math.Log(none) + value);
        for (var m = 0; m < said.Length; m++)
        {
            terms[m + 1] = new double[modes];
            for (var k = 0; k < modes; k++)
            {
                terms[m + 1][k] = Math.Log(shares[m]) + together[k] - said[m][k] + LogRest(said[m], k) - Math.Log(modes - 1);
            }
        }

        var max = terms.Max(row => row.Max());
        var result = new PooledModes(new double[modes], new double[said.Length]);
        var sum = 0.0;
        for (var h = 0; h < terms.Length; h++)
        {
            for (var k = 0; k < modes; k++)
            {
                var weight = Math.Exp(terms[h][k] - max);
                sum += weight;
                result.Probabilities[k] += weight;
                if (h > 0)
                {
                    result.Misled[h - 1] += weight;
                }
            }
        }

        for (var k = 0; k < modes; k++)
        {
            result.Probabilities[k] /= sum;
        }

        for (var m = 0; m < said.Length; m++)
        {
            result.Misled[m] /= sum;
        }

        return result;
    }

    private static double[] LogSoftmax(double[] evidence)
    {
        var max = evidence.Max();
        var log = max + Math.Log(evidence.Sum(value => Math.Exp(value - max)));
        return Array.ConvertAll(evidence, value => value - log);
    }

    // ln(1 - L(k)) from the other modes: of a member that is nearly certain the difference would be rounded away.
    private static double LogRest(double[] logs, int mode)
    {
        var max = double.NegativeInfinity;
        for (var k = 0; k < logs.Length; k++)
        {
            max = k == mode ? max : Math.Max(max, logs[k]);
        }

        var sum = 0.0;
        for (var k = 0; k < logs.Length; k++)
        {
            sum += k == mode ? 0 : Math.Exp(logs[k] - max);
        }

        return max + Math.Log(sum);
    }
}
