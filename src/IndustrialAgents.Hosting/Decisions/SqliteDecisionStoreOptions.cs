namespace IndustrialAgents.Hosting;

/// <summary>Where a <see cref="SqliteDecisionStore"/> keeps its file, and how much of it.</summary>
public sealed record SqliteDecisionStoreOptions
{
    /// <summary>Path of the database file; its folder is made where it is missing.</summary>
    public required string Path { get; init; }

    /// <summary>
    /// The most decisions kept. Beyond it the oldest go, those without feedback first as long as those with feedback take no more than half.
    /// </summary>
    public long MaxDecisions { get; init; } = 1_000_000;

    /// <summary>The most bytes of records kept, compressed; beyond it decisions go as for <see cref="MaxDecisions"/>.</summary>
    public long MaxBytes { get; init; } = 8L << 30;

    /// <summary>The most records that wait to be written; more wait their turn outside.</summary>
    public int MaxQueue { get; init; } = 1024;

    /// <summary>The most records written in one transaction.</summary>
    public int MaxBatch { get; init; } = 256;
}
