namespace IndustrialAgents.Experts.Vision.Evaluation;

/// <summary>Area under the receiver operating characteristic (Mann, Whitney 1947): how likely something bad scores above something good.</summary>
internal static class RankScoring
{
    /// <summary>The area; ties count half.</summary>
    /// <param name="scores">Score of each; not changed.</param>
    /// <param name="bad">Whether each is bad; both kinds must be there.</param>
    public static double Auroc(IReadOnlyList<double> scores, IReadOnlyList<bool> bad)
    {
        var (keys, kinds) = (scores.ToArray(), bad.ToArray());
        Array.Sort(keys, kinds);
        var (ranks, count) = (0.0, 0L);
        for (var first = 0; first < keys.Length;)
        {
            var last = first;
            var own = 0L;
            for (; last < keys.Length && keys[last].Equals(keys[first]); last++)
            {
                own += kinds[last] ? 1 : 0;
            }

            ranks += own * ((first + last + 1) / 2.0);
            count += own;
            first = last;
        }

        return (ranks - (count * (count + 1) / 2.0)) / (count * (double)(keys.Length - count));
    }
}
