using System.Numerics.Tensors;

namespace IndustrialAgents.Experts.Multimodal;

/// <summary>
/// Combines evidence from several modalities about one set of failure modes: ln P(mode) = ln prior(mode) + Σ wᵢ ln(qᵢ(mode) / rᵢ(mode)) + const, a
/// log-linear pool around a prior (Bordley 1982, "A multiplicative formula for aggregating probability assessments", Management Science 28(10);
/// Genest and Zidek 1986, Statistical Science 1(1)). With all weights 1 it is naive Bayes: modalities independent given the mode. Smaller weights
/// allow for modalities that repeat each other or are too sure. Thread-safe.
/// </summary>
public static class FailureModePool
{
    /// <summary>The pooled probabilities.</summary>
    /// <param name="prior">Prior of each mode, not negative, not all 0; need not sum to 1.</param>
    /// <param name="evidence">Evidence of each member, one number a mode, as <see cref="ModeEvidence"/> gives it.</param>
    /// <param name="weights">Weight of each member, not negative.</param>
    /// <returns>One probability a mode; they sum to 1.</returns>
    /// <exception cref="ArgumentException">Lengths differ, or a weight or prior is negative or not finite.</exception>
    public static double[] Combine(ReadOnlySpan<double> prior, IReadOnlyList<double[]> evidence, IReadOnlyList<double> weights)
    {
        if (evidence.Count != weights.Count)
        {
            throw new ArgumentException($"{evidence.Count} members and {weights.Count} weights; give each member one", nameof(weights));
        }

        var pooled = new double[prior.Length];
        for (var i = 0; i < evidence.Count; i++)
        {
            if (evidence[i].Length != prior.Length || !(weights[i] >= 0) || !double.IsFinite(weights[i]))
            {
                throw new ArgumentException(
                    $"member {i} has evidence on {evidence[i].Length} of {prior.Length} modes and weight {weights[i]}; weights are finite and not negative", nameof(evidence));
            }

            if (weights[i] > 0)
            {
                TensorPrimitives.MultiplyAdd(evidence[i], weights[i], pooled, pooled);
            }
        }

        Normalize(prior, pooled);
        return pooled;
    }

    // Softmax of logarithms with the prior; a mode of prior 0 stays impossible.
    private static void Normalize(ReadOnlySpan<double> prior, double[] pooled)
    {
        var max = double.NegativeInfinity;
        for (var i = 0; i < pooled.Length; i++)
        {
            if (!(prior[i] >= 0) || !double.IsFinite(prior[i]))
            {
                throw new ArgumentException($"prior {i} is {prior[i]}; it must be finite and not negative", nameof(prior));
            }

            pooled[i] += Math.Log(prior[i]);
            max = Math.Max(max, pooled[i]);
        }

        if (!double.IsFinite(max))
        {
            throw new ArgumentException("the prior of every mode is 0", nameof(prior));
        }

        var sum = 0.0;
        for (var i = 0; i < pooled.Length; i++)
        {
            sum += pooled[i] = Math.Exp(pooled[i] - max);
        }

        TensorPrimitives.Divide(pooled, sum, pooled);
    }
}
