namespace IndustrialAgents.Experts.Language.Knowledge;

/// <summary>A question as it is computed over a table.</summary>
/// <param name="Operation">What is computed.</param>
/// <param name="Conditions">All of which a row must meet.</param>
public sealed record TableQuery(TableOperation Operation, IReadOnlyList<TableCondition> Conditions)
{
    /// <summary>The column that is counted, averaged or ranked by; null for rows.</summary>
    public int? Column { get; init; }

    /// <summary>The column whose values part the rows into groups; null for one group.</summary>
    public int? Group { get; init; }

    /// <summary>Whether groups are ranked by their mean rather than by their number of rows.</summary>
    public bool RanksByMean { get; init; }

    /// <summary>How many of the best are told; null for all that are equally good.</summary>
    public int? Top { get; init; }
}
