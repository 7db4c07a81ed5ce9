namespace IndustrialAgents.Postgres;

/// <summary>Which PostgreSQL database is used, and how.</summary>
public sealed record PostgresOptions
{
    /// <summary>
    /// Npgsql's connection string, such as <c>Host=db;Database=plant;Username=ia;Password=...</c>. What it says of timeouts, pooling and
    /// prepared statements goes before the options here and the defaults (behind a pooler in transaction mode, add <c>Max Auto Prepare=0</c>).
    /// </summary>
    public required string ConnectionString { get; init; }

    /// <summary>Time to open a connection.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Time for one statement.</summary>
    public TimeSpan CommandTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The most connections of the process; two write, the others read.</summary>
    public int MaxConnections { get; init; } = 16;

    /// <summary>The most records of a store that wait to be written or are being written; further ones are refused.</summary>
    public int MaxQueue { get; init; } = 8192;

    /// <summary>The most bytes of such records; one alone may be larger.</summary>
    public long MaxQueueBytes { get; init; } = 256L << 20;

    /// <summary>The most records written in one transaction.</summary>
    public int MaxBatch { get; init; } = 512;

    /// <summary>The most bytes written in one transaction; one record alone may be larger.</summary>
    public long MaxBatchBytes { get; init; } = 16L << 20;

    /// <summary>How often something is tried again after a failure that may pass, such as a connection that broke; not after a timeout. 0 tries once.</summary>
    public int Retries { get; init; } = 3;

    /// <summary>Time before the first retry; doubles with each, and varies by chance.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(50);
}
