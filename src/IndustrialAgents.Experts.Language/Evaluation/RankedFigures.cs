namespace IndustrialAgents.Experts.Language;

/// <summary>How well rankings find what was wanted.</summary>
/// <param name="Hit1">Share of questions whose first is wanted.</param>
/// <param name="Hit5">Share of questions of whose first five one is wanted.</param>
/// <param name="Reciprocal">Mean of one over the rank of the first that is wanted; 0 for a question of which none is found.</param>
internal readonly record struct RankedFigures(double Hit1, double Hit5, double Reciprocal)
{
    /// <summary>Of rankings and what each should hold.</summary>
    public static RankedFigures Of(IReadOnlyList<(IReadOnlyList<int> Ranking, IReadOnlySet<int> Wanted)> questions)
    {
        var ranks = questions.Select(question => question.Ranking.TakeWhile(item => !question.Wanted.Contains(item)).Count() is var rank && rank < question.Ranking.Count ? rank : int.MaxValue).ToList();
        double count = Math.Max(1, ranks.Count);
        return new(ranks.Count(rank => rank == 0) / count, ranks.Count(rank => rank < 5) / count, ranks.Sum(rank => rank == int.MaxValue ? 0 : 1.0 / (rank + 1)) / count);
    }
}
