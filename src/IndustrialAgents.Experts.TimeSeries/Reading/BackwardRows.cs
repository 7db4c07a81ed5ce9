namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>What becomes of a row that is older than the one before.</summary>
public enum BackwardRows
{
    /// <summary>It is an error that names both times.</summary>
    Refuse,

    /// <summary>Rows are sorted by time; those of one time keep their order. Not possible where a table is read in blocks.</summary>
    Sort,
}
