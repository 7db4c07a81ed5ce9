namespace IndustrialAgents.Experts.Language.Knowledge;

/// <summary>What is computed over the rows that fit.</summary>
public enum TableOperation
{
    /// <summary>The rows themselves.</summary>
    List,

    /// <summary>How many rows, or how many different values of a column.</summary>
    Count,

    /// <summary>The different values of a column.</summary>
    Distinct,

    /// <summary>The mean of a column.</summary>
    Average,

    /// <summary>The sum of a column.</summary>
    Sum,

    /// <summary>The rows, or groups, where a column is greatest.</summary>
    Highest,

    /// <summary>The rows, or groups, where a column is least.</summary>
    Lowest,

    /// <summary>The share of rows that meet the comparisons among those that meet the other conditions.</summary>
    Share,
}
