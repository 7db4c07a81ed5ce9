namespace IndustrialAgents.Routing;

/// <summary>
/// Weighted mean of estimates. The standard deviation is that of the mixture, Σw(σ² + μ²) − (Σwμ)², by the law of total variance, so it grows
/// where experts disagree; it is given only where all experts give theirs. Thread-safe.
/// </summary>
public static class EstimateAverage
{
    /// <summary>Merges estimates of the same quantities and rows whose weights sum to 1.</summary>
    public static Estimate Merge(ReadOnlySpan<Vote> votes)
    {
        var first = (Estimate)votes[0].Output;
        var values = new double[first.Values.Length];
        var known = true;
        foreach (var vote in votes)
        {
            var estimate = (Estimate)vote.Output;
            known &= !estimate.StandardDeviations.IsEmpty;
            var own = estimate.Values.Span;
            for (var i = 0; i < values.Length; i++)
            {
                values[i] += vote.Weight * own[i];
            }
        }

        return new Estimate(first.Quantities, values) { StandardDeviations = known ? Deviations(votes, values) : default };
    }

    private static double[] Deviations(ReadOnlySpan<Vote> votes, double[] means)
    {
        var deviations = new double[means.Length];
        foreach (var vote in votes)
        {
            var estimate = (Estimate)vote.Output;
            for (var i = 0; i < means.Length; i++)
            {
                // Around the mean rather than around 0: large values must not cancel.
                var offset = estimate.Values.Span[i] - means[i];
                var deviation = estimate.StandardDeviations.Span[i];
                deviations[i] += vote.Weight * ((deviation * deviation) + (offset * offset));
            }
        }

        for (var i = 0; i < deviations.Length; i++)
        {
            deviations[i] = Math.Sqrt(deviations[i]);
        }

        return deviations;
    }
}
