namespace IndustrialAgents.Routing;

/// <summary>
/// Pools anomaly detectors: the window's probability by the weighted mean of logits (Satopää et al. 2014, "Combining multiple probability
/// predictions using a simple logit model", International Journal of Forecasting 30(2)), each sample's score as a weighted mean of the
/// detectors' scores over their thresholds, so that 1 is every detector's alarm level; p-values, where all have one, by twice their weighted mean,
/// which is a p-value whatever their dependence (Vovk, Wang 2020, doi:10.1093/biomet/asaa027). Thread-safe.
/// </summary>
public static class AnomalyPool
{
    // Keeps one detector's certainty from outvoting all others.
    private const double Edge = 1e-6;

    /// <summary>
    /// Merges anomaly scores whose weights sum to 1. Detectors whose number of scores differs from that of the heaviest number take part in
    /// the probability only. Where all thresholds are equal the scores keep their scale.
    /// </summary>
    public static AnomalyScores Merge(ReadOnlySpan<Vote> votes)
    {
        var length = CommonLength(votes);
        var (total, same, threshold) = (0.0, true, double.NaN);
        foreach (var vote in votes)
        {
            var own = (AnomalyScores)vote.Output;
            if (own.Scores.Length == length)
            {
                total += vote.Weight;
                same &= double.IsNaN(threshold) || threshold == own.Threshold;
                threshold = own.Threshold;
            }
        }

        var scores = new double[length];
        foreach (var vote in votes)
        {
            var own = (AnomalyScores)vote.Output;
            if (own.Scores.Length == length)
            {
                Add(own, total > 0 ? vote.Weight / total : 0, same, scores);
            }
        }

        return new AnomalyScores(scores, same ? threshold : 1, Probability(votes)) { Blame = Blame(votes), PValue = PValue(votes), Grid = Grid(votes, length) };
    }

    // The scores that were merged are a map where all of them lie on one grid.
    private static ScoreGrid? Grid(ReadOnlySpan<Vote> votes, int length)
    {
        ScoreGrid? grid = null;
        foreach (var vote in votes)
        {
            var own = (AnomalyScores)vote.Output;
            if (own.Scores.Length == length)
            {
                if (own.Grid is null || (grid is not null && grid != own.Grid))
                {
                    return null;
                }

                grid = own.Grid;
            }
        }

        return grid;
    }

    private static void Add(AnomalyScores own, double weight, bool keepScale, double[] scores)
    {
        var values = own.Scores.Span;
        for (var i = 0; i < scores.Length; i++)
        {
            // A threshold that is not positive cannot be divided by; the distance to it still puts the alarm at 1.
            scores[i] += weight * (keepScale ? values[i] : own.Threshold > 0 ? values[i] / own.Threshold : values[i] - own.Threshold + 1);
        }
    }

    private static double Probability(ReadOnlySpan<Vote> votes)
    {
        var (logit, low, high) = (0.0, 1.0, 0.0);
        foreach (var vote in votes)
        {
            var own = ((AnomalyScores)vote.Output).Probability;
            var bounded = Math.Clamp(own, Edge, 1 - Edge);
            logit += vote.Weight * Math.Log(bounded / (1 - bounded));
            low = Math.Min(low, own);
            high = Math.Max(high, own);
        }

        return Math.Clamp(1 / (1 + Math.Exp(-logit)), low, high);
    }

    private static double? PValue(ReadOnlySpan<Vote> votes)
    {
        var sum = 0.0;
        foreach (var vote in votes)
        {
            if (((AnomalyScores)vote.Output).PValue is not { } value)
            {
                return null;
            }

            sum += vote.Weight * value;
        }

        return votes.Length == 1 ? sum : Math.Min(1, 2 * sum);
    }

    private static int CommonLength(ReadOnlySpan<Vote> votes)
    {
        var (best, bestWeight) = (0, -1.0);
        foreach (var vote in votes)
        {
            var length = ((AnomalyScores)vote.Output).Scores.Length;
            var weight = 0.0;
            foreach (var other in votes)
            {
                weight += ((AnomalyScores)other.Output).Scores.Length == length ? other.Weight : 0;
            }

            if (weight > bestWeight || (weight == bestWeight && length > best))
            {
                (best, bestWeight) = (length, weight);
            }
        }

        return best;
    }

    private static ChannelShare[] Blame(ReadOnlySpan<Vote> votes)
    {
        var shares = new Dictionary<string, double>(StringComparer.Ordinal);
        var total = 0.0;
        foreach (var vote in votes)
        {
            foreach (var (channel, share) in ((AnomalyScores)vote.Output).Blame)
            {
                shares[channel] = shares.GetValueOrDefault(channel) + (vote.Weight * share);
                total += vote.Weight * share;
            }
        }

        if (!(total > 0))
        {
            return [];
        }

        var blame = new ChannelShare[shares.Count];
        var count = 0;
        foreach (var (channel, share) in shares)
        {
            blame[count++] = new ChannelShare(channel, share / total);
        }

        Array.Sort(blame, static (left, right) =>
            right.Share.CompareTo(left.Share) is not 0 and var order ? order : string.CompareOrdinal(left.Channel, right.Channel));
        return blame;
    }
}
