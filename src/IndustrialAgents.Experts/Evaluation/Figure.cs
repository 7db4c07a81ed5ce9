namespace IndustrialAgents.Experts;

/// <summary>One measured number of an evaluation or a benchmark, with what it takes to judge it.</summary>
/// <param name="Name">Path-like name of suite, case, method and measure, such as <c>skab/valve1/selected/f1</c>.</param>
/// <param name="Value">The number.</param>
/// <param name="Unit">Its unit, such as <c>us</c> or <c>rows/s</c>; empty for a ratio or score.</param>
/// <param name="Protocol">On what it was measured, how, and what was trained on, in one sentence.</param>
/// <param name="Reference">The published or measured figure to hold it against, and whose it is; null where there is none.</param>
public sealed record Figure(string Name, double Value, string Unit, string Protocol, string? Reference = null);
