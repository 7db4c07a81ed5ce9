namespace IndustrialAgents.Cli.Bench;

/// <summary>One way to run the bare loop, and the rate it reached when all were looked through.</summary>
internal sealed record BareSetting(ThreadSetting Threads, int Callers, int Batch, double RowsPerSecond)
{
    /// <summary>Rows that are under way at a time.</summary>
    public int Rows => Callers * Batch;

    /// <summary>Such as <c>batch 128, 2 callers, 1 thread</c>.</summary>
    public override string ToString() => $"batch {Batch}, {Callers} caller{(Callers > 1 ? "s" : "")}, {Threads}";
}
