namespace IndustrialAgents.Experts;

/// <summary>One quantity that the output step <c>regression</c> reads: <c>value = column * scale + offset</c>.</summary>
internal sealed record RegressionQuantity
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its unit as in UCUM; null where it has none.</summary>
    public string? Unit { get; init; }

    /// <summary>Column of the value; null for the quantity's own place in the list.</summary>
    public int? Column { get; init; }

    /// <summary>What the column is multiplied with.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>What is added after that.</summary>
    public double Offset { get; init; }

    /// <summary>Column of one standard deviation, in the value's scale; null where the model gives none.</summary>
    public int? DeviationColumn { get; init; }
}
