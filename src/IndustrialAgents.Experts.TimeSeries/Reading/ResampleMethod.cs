namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>What a sample on the grid is made of.</summary>
public enum ResampleMethod
{
    /// <summary>The straight line between the rows before and after: for values that change steadily.</summary>
    Linear,

    /// <summary>The mean of the rows within half a period; where there is none, the line between the nearest means: for rows denser than the grid.</summary>
    Mean,

    /// <summary>The last row at or before the sample: for states and set points.</summary>
    Last,
}
