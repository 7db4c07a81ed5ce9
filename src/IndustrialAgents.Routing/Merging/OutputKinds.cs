namespace IndustrialAgents.Routing;

/// <summary>Which outputs can be merged with one another.</summary>
internal static class OutputKinds
{
    /// <summary>Whether two outputs are of one kind and shape. An equivalence: it holds among any that share a third.</summary>
    public static bool CanMerge(ExpertOutput left, ExpertOutput right) => (left, right) switch
    {
        (ClassProbabilities, ClassProbabilities) => true,
        (Forecast a, Forecast b) => a.Median.Length == b.Median.Length && a.SamplePeriod == b.SamplePeriod && SameNames(a.Channels, b.Channels),
        (Estimate a, Estimate b) => a.Values.Length == b.Values.Length && SameNames(a.Quantities, b.Quantities),
        (AnomalyScores, AnomalyScores) => true,
        (Detections a, Detections b) => a.Width == b.Width && a.Height == b.Height,
        (Passages, Passages) => true,
        _ => false,
    };

    private static bool SameNames(IReadOnlyList<SeriesChannel> left, IReadOnlyList<SeriesChannel> right)
    {
        if (left.Count != right.Count)
        {
            return false;
        }

        for (var i = 0; i < left.Count; i++)
        {
            if (left[i].Name != right[i].Name || left[i].Unit != right[i].Unit)
            {
                return false;
            }
        }

        return true;
    }
}
