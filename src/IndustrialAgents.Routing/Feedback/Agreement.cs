namespace IndustrialAgents.Routing;

/// <summary>
/// How far an expert agreed with the merged answer, 0 to 1: what is known of it where feedback says no more than that the answer was right or
/// wrong.
/// </summary>
internal static class Agreement
{
    private const double SameOverlap = 0.5;

    /// <summary>The agreement; null where it cannot be told.</summary>
    public static double? Of(Contribution contribution, ExpertOutput own, ExpertOutput merged, Request request) => (own, merged) switch
    {
        (ClassProbabilities a, ClassProbabilities b) => LabelLoss.ProbabilityOf(a, b.Top().Label),
        (AnomalyScores a, AnomalyScores b) => b.IsAnomalous ? a.Probability : 1 - a.Probability,
        (Forecast a, Forecast b) when OutputKinds.CanMerge(a, b) => 1 - ForecastLoss.Of(a, Widen(b.Median.Span), request),
        (Estimate a, Estimate b) when OutputKinds.CanMerge(a, b) => 1 - EstimateLoss.Of(a, b.Values.Span),
        (Detections a, Detections b) => Matches(a, b),
        (Passages a, Passages b) => Shared(a, b),
        _ => contribution.Weight > 0 ? 1 : null,
    };

    private static double[] Widen(ReadOnlySpan<float> values)
    {
        var wide = new double[values.Length];
        for (var i = 0; i < wide.Length; i++)
        {
            wide[i] = values[i];
        }

        return wide;
    }

    // Dice coefficient of boxes of one class that overlap by half.
    private static double Matches(Detections own, Detections merged)
    {
        if (own.Items.Count + merged.Items.Count == 0)
        {
            return 1;
        }

        var taken = new bool[merged.Items.Count];
        var matches = 0;
        foreach (var item in own.Items)
        {
            for (var i = 0; i < taken.Length; i++)
            {
                if (!taken[i] && merged.Items[i].Label == item.Label && BoxFusion.Overlap(item, merged.Items[i]) >= SameOverlap)
                {
                    taken[i] = true;
                    matches++;
                    break;
                }
            }
        }

        return 2.0 * matches / (own.Items.Count + merged.Items.Count);
    }

    // Share of the expert's passages that the merged ranking kept.
    private static double Shared(Passages own, Passages merged)
    {
        if (own.Items.Count == 0)
        {
            return merged.Items.Count == 0 ? 1 : 0;
        }

        var kept = merged.Items.Select(item => (item.Id, item.Source)).ToHashSet();
        return (double)own.Items.Count(item => kept.Contains((item.Id, item.Source))) / own.Items.Count;
    }
}
