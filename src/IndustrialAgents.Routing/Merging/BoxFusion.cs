namespace IndustrialAgents.Routing;

/// <summary>
/// Weighted boxes fusion (Solovyev, Wang and Gabruseva 2021, "Weighted boxes fusion: ensembling boxes from different object detection models",
/// Image and Vision Computing 107): boxes of one class that overlap are replaced by their mean, weighted by score, with a score that drops
/// with the weight of the experts that did not see it. Each expert has at most one box in a cluster, as it has suppressed its own doubles.
/// Thread-safe.
/// </summary>
public static class BoxFusion
{
    /// <summary>Overlap, intersection over union, from which two boxes are taken for the same thing: the paper's 0.55.</summary>
    public const double SameOverlap = 0.55;

    /// <summary>Merges detections on the same picture whose weights sum to 1.</summary>
    public static Detections Merge(ReadOnlySpan<Vote> votes)
    {
        var boxes = new List<Box>();
        for (var expert = 0; expert < votes.Length; expert++)
        {
            foreach (var item in ((Detections)votes[expert].Output).Items)
            {
                boxes.Add(new Box(item, expert, votes[expert].Weight));
            }
        }

        boxes.Sort(HeaviestFirst);
        var clusters = new List<BoxCluster>();
        foreach (var box in boxes)
        {
            Place(box, clusters);
        }

        var merged = new Detection[clusters.Count];
        for (var i = 0; i < merged.Length; i++)
        {
            merged[i] = clusters[i].Fused;
        }

        Array.Sort(merged, BestFirst);
        var first = (Detections)votes[0].Output;
        return new Detections(merged, first.Width, first.Height);
    }

    /// <summary>Intersection over union of two boxes, 0 to 1; 1 for two equal boxes without area.</summary>
    public static double Overlap(Detection left, Detection right)
    {
        var width = Math.Min(left.Right, right.Right) - (double)Math.Max(left.Left, right.Left);
        var height = Math.Min(left.Bottom, right.Bottom) - (double)Math.Max(left.Top, right.Top);
        if (width < 0 || height < 0)
        {
            return 0;
        }

        var union = Area(left) + Area(right) - (width * height);
        return union > 0 ? width * height / union : 1;
    }

    private static void Place(Box box, List<BoxCluster> clusters)
    {
        BoxCluster? best = null;
        var bestOverlap = SameOverlap;
        foreach (var cluster in clusters)
        {
            if (cluster.Label == box.Item.Label && !cluster.Holds(box.Expert))
            {
                var overlap = Overlap(cluster.Fused, box.Item);
                if (overlap > bestOverlap)
                {
                    (best, bestOverlap) = (cluster, overlap);
                }
            }
        }

        if (best is null)
        {
            clusters.Add(new BoxCluster(box));
        }
        else
        {
            best.Add(box);
        }
    }

    private static double Area(Detection box) => ((double)box.Right - box.Left) * ((double)box.Bottom - box.Top);

    private static int HeaviestFirst(Box left, Box right)
    {
        var order = (right.Weight * right.Item.Score).CompareTo(left.Weight * left.Item.Score);
        order = order != 0 ? order : left.Expert.CompareTo(right.Expert);
        return order != 0 ? order : BestFirst(left.Item, right.Item);
    }

    private static int BestFirst(Detection left, Detection right)
    {
        var order = right.Score.CompareTo(left.Score);
        order = order != 0 ? order : string.CompareOrdinal(left.Label, right.Label);
        order = order != 0 ? order : left.Left.CompareTo(right.Left);
        order = order != 0 ? order : left.Top.CompareTo(right.Top);
        order = order != 0 ? order : left.Right.CompareTo(right.Right);
        return order != 0 ? order : left.Bottom.CompareTo(right.Bottom);
    }

    internal readonly record struct Box(Detection Item, int Expert, double Weight);
}
