namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>How a <see cref="DerivedColumn"/> is computed.</summary>
public enum ColumnOperation
{
    /// <summary>Left plus right.</summary>
    Sum,

    /// <summary>Left minus right.</summary>
    Difference,

    /// <summary>Left times right.</summary>
    Product,
}
