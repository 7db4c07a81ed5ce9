namespace IndustrialAgents.Experts;

/// <summary>Options of the calendar features that a <see cref="WindowStep"/> adds.</summary>
internal sealed record CalendarOptions
{
    /// <summary>The model's input, float64 <c>[1, 2 * cycle]</c>: sine and cosine of each cycle.</summary>
    public required string Input { get; init; }

    /// <summary>Lengths of the cycles in seconds.</summary>
    public required IReadOnlyList<double> Cycles { get; init; }
}
