namespace IndustrialAgents.Orleans;

/// <summary>What became of a batch of rows.</summary>
/// <param name="Accepted">Rows that were stored.</param>
/// <param name="Repeated">Rows left out because they were not newer than the last one.</param>
/// <param name="Alarm">Whether the alarm is raised after them.</param>
[GenerateSerializer, Immutable, Alias("ia.rows-receipt")]
public readonly record struct RowsReceipt([property: Id(0)] int Accepted, [property: Id(1)] int Repeated, [property: Id(2)] bool Alarm);
