namespace IndustrialAgents.Experts.Language.Knowledge;

/// <summary>Joins rankings: each item gets the sum of 1 / (60 + rank) over the rankings it stands in (Cormack, Clarke, Büttcher, SIGIR 2009). Thread-safe.</summary>
public static class ReciprocalRankFusion
{
    private const int K = 60;

    /// <summary>Joins rankings, each best first and without repetition.</summary>
    /// <returns>Every item with its score, best first; equals in the order in which they are first met.</returns>
    public static IReadOnlyList<(T Item, double Score)> Join<T>(params IEnumerable<IEnumerable<T>> rankings)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(rankings);
        var scores = new Dictionary<T, double>();
        foreach (var ranking in rankings)
        {
            var rank = 0;
            foreach (var item in ranking)
            {
                scores[item] = scores.GetValueOrDefault(item) + (1.0 / (K + ++rank));
            }
        }

        return [.. scores.OrderByDescending(pair => pair.Value).Select(pair => (pair.Key, pair.Value))];
    }
}
