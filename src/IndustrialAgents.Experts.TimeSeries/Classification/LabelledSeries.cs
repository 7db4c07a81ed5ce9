namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>A window of a series whose class is known.</summary>
/// <param name="Label">Name of its class.</param>
/// <param name="Series">The window.</param>
public sealed record LabelledSeries(string Label, Series Series);
