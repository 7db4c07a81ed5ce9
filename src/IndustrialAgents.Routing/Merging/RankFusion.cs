namespace IndustrialAgents.Routing;

/// <summary>
/// Reciprocal rank fusion of passages: score Σ wᵢ/(60 + rankᵢ), ranks from 1 (Cormack, Clarke and Büttcher 2009, "Reciprocal rank fusion
/// outperforms Condorcet and individual rank learning methods", SIGIR), weighted by expert. Thread-safe.
/// </summary>
public static class RankFusion
{
    /// <summary>The paper's constant, which keeps the first ranks from deciding alone.</summary>
    public const double RankOffset = 60;

    /// <summary>Merges rankings whose weights sum to 1. A passage is known by its id and source.</summary>
    /// <param name="votes">The rankings.</param>
    /// <param name="top">How many passages to keep; null for all.</param>
    public static Passages Merge(ReadOnlySpan<Vote> votes, int? top)
    {
        var scores = new Dictionary<(string Id, string? Source), Passage>();
        var seen = new HashSet<(string Id, string? Source)>();
        foreach (var vote in votes)
        {
            seen.Clear();
            var items = ((Passages)vote.Output).Items;
            for (var i = 0; i < items.Count; i++)
            {
                var key = (items[i].Id, items[i].Source);
                if (seen.Add(key))
                {
                    var score = vote.Weight / (RankOffset + i + 1);
                    scores[key] = scores.TryGetValue(key, out var passage)
                        ? passage with { Score = passage.Score + score }
                        : items[i] with { Score = score };
                }
            }
        }

        var merged = new List<Passage>(scores.Values);
        merged.Sort(static (left, right) =>
            right.Score.CompareTo(left.Score) is not 0 and var order ? order
            : string.CompareOrdinal(left.Id, right.Id) is not 0 and var byId ? byId
            : string.CompareOrdinal(left.Source, right.Source));
        if (top < merged.Count)
        {
            merged.RemoveRange(top.Value, merged.Count - top.Value);
        }

        return new Passages(merged);
    }
}
