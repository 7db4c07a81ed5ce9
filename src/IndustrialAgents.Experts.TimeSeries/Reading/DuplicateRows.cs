namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>Which of several successive rows of one time counts.</summary>
public enum DuplicateRows
{
    /// <summary>The last one, with all its cells.</summary>
    Last,

    /// <summary>The mean of their values, cell by cell. Where one of them is bad the others' mean is uncertain.</summary>
    Mean,
}
