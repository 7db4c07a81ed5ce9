namespace IndustrialAgents.Routing;

/// <summary>Confidence of a merged output.</summary>
internal static class OutputConfidence
{
    /// <summary>
    /// The probability of the top class or of the verdict, the best box's score; for every other kind the weighted mean of what the experts
    /// say, and the gate's 1 − expected loss for those that say nothing.
    /// </summary>
    public static double Of(ExpertOutput output, ReadOnlySpan<Vote> votes) => output switch
    {
        ClassProbabilities classes => Math.Min(1, classes.Top().Probability),
        AnomalyScores anomaly => Math.Max(anomaly.Probability, 1 - anomaly.Probability),
        Detections { Items.Count: > 0 } detections => detections.Items.Max(item => item.Score),
        _ => Mean(votes),
    };

    private static double Mean(ReadOnlySpan<Vote> votes)
    {
        var (sum, total) = (0.0, 0.0);
        foreach (var vote in votes)
        {
            sum += vote.Weight * (vote.Output.Confidence ?? vote.Reliability);
            total += vote.Weight;
        }

        return total > 0 ? Math.Clamp(sum / total, 0, 1) : votes[0].Output.Confidence ?? votes[0].Reliability;
    }
}
