namespace IndustrialAgents;

/// <summary>Estimated quantities: the output of a soft sensor or a digital twin.</summary>
/// <param name="Quantities">Names and units of the quantities.</param>
/// <param name="Values">Values <c>[row, quantity]</c>, in each quantity's unit.</param>
public sealed record Estimate(IReadOnlyList<SeriesChannel> Quantities, ReadOnlyMemory<double> Values) : ExpertOutput
{
    /// <summary>One standard deviation of each value, laid out as the values; empty where unknown.</summary>
    public ReadOnlyMemory<double> StandardDeviations { get; init; }
}
