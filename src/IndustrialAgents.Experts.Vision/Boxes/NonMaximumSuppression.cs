namespace IndustrialAgents.Experts.Vision.Boxes;

/// <summary>Greedy non-maximum suppression: of boxes that overlap, the one with the highest score stays. Thread-safe.</summary>
public static class NonMaximumSuppression
{
    /// <summary>Boxes beyond this many, lowest scores first, are not looked at, for the work grows with their square.</summary>
    public const int MaxCandidates = 4096;

    /// <summary>The boxes that stay, highest score first; of equal scores the earlier one.</summary>
    /// <param name="candidates">Boxes in any order.</param>
    /// <param name="overlapThreshold">Overlap above which the lower box goes, 0 to 1.</param>
    /// <param name="classAgnostic">Whether boxes of different classes suppress each other.</param>
    /// <param name="limit">The most boxes that stay.</param>
    public static IReadOnlyList<BoxCandidate> Apply(
        IReadOnlyList<BoxCandidate> candidates, double overlapThreshold, bool classAgnostic, int limit = int.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        var kept = new List<BoxCandidate>();
        foreach (var candidate in candidates.OrderByDescending(c => c.Score).Take(MaxCandidates))
        {
            if (kept.Count >= limit)
            {
                break;
            }

            if (!IsSuppressed(candidate, kept, overlapThreshold, classAgnostic))
            {
                kept.Add(candidate);
            }
        }

        return kept;
    }

    private static bool IsSuppressed(in BoxCandidate candidate, List<BoxCandidate> kept, double overlapThreshold, bool classAgnostic)
    {
        foreach (var better in kept)
        {
            if ((classAgnostic || better.Class == candidate.Class) && candidate.Overlap(better) > overlapThreshold)
            {
                return true;
            }
        }

        return false;
    }
}
