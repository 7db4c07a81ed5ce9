namespace IndustrialAgents;

/// <summary>One measured quantity of a series.</summary>
/// <param name="Name">Name of the tag, unique within the series.</param>
/// <param name="Unit">Unit of the values as in UCUM, such as <c>Cel</c>, <c>bar</c> or <c>L/min</c>; null where unknown.</param>
public sealed record SeriesChannel(string Name, string? Unit = null);
