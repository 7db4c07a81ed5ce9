namespace IndustrialAgents.Orleans;

/// <summary>What became of a batch of rows.</summary>
/// <param name="Accepted">Rows that were stored.</param>
/// <param name="Repeated">Rows left out because they were not newer than the last one.</param>
/// <param name="Alarm">Whether the alarm is raised after them.</param>
public readonly record struct RowsReceipt(int Accepted, int Repeated, bool Alarm);
