namespace IndustrialAgents.Experts;

/// <summary>One row of a state.</summary>
/// <param name="State">The state.</param>
/// <param name="Row">Which of its rows.</param>
/// <param name="Length">How much of its time counts, from its end; what is before is filling.</param>
public readonly record struct StateRow(IModelState State, int Row, long Length);
