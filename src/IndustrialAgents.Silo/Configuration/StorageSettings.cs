using Npgsql;

namespace IndustrialAgents.Silo.Configuration;

/// <summary>Section <c>Storage</c>: where the cluster keeps what must survive.</summary>
internal sealed class StorageSettings
{
    /// <summary>The kind of storage.</summary>
    public StorageKind Kind { get; init; } = StorageKind.Sqlite;

    /// <summary>Npgsql's connection string, where the kind is PostgreSQL.</summary>
    public string? Connection { get; init; }

    /// <summary>The most decisions kept, with SQLite; the oldest go first.</summary>
    public long MaxDecisions { get; init; } = 1_000_000;

    /// <summary>Bytes of decisions kept, with PostgreSQL; the oldest go first, and their feedback with them.</summary>
    public long MaxDecisionBytes { get; init; } = 64L << 30;

    /// <summary>Age beyond which decisions go, with PostgreSQL; null for none.</summary>
    public TimeSpan? MaxDecisionAge { get; init; }

    /// <summary>Bytes of sensor rows kept, with PostgreSQL; the oldest go first.</summary>
    public long MaxRowBytes { get; init; } = 256L << 30;

    /// <summary>Age beyond which sensor rows go, with PostgreSQL; null for none.</summary>
    public TimeSpan? MaxRowAge { get; init; }

    /// <summary>Throws unless the settings make sense.</summary>
    /// <exception cref="InvalidSettingException">One is wrong.</exception>
    public void Validate()
    {
        Require(
            Kind != StorageKind.PostgreSql || !string.IsNullOrWhiteSpace(Connection),
            nameof(Connection),
            "is missing; give PostgreSQL's connection string, best in the environment: IA_STORAGE__CONNECTION='Host=...;Database=...;Username=...;Password=...'");
        Require(MaxDecisions > 0, nameof(MaxDecisions), $"{MaxDecisions}; it must be positive");
        Require(MaxDecisionBytes > 0, nameof(MaxDecisionBytes), $"{MaxDecisionBytes}; it must be positive");
        Require(MaxRowBytes > 0, nameof(MaxRowBytes), $"{MaxRowBytes}; it must be positive");
        Require(MaxDecisionAge is not { Ticks: <= 0 }, nameof(MaxDecisionAge), $"{MaxDecisionAge}; it must be positive, or left out");
        Require(MaxRowAge is not { Ticks: <= 0 }, nameof(MaxRowAge), $"{MaxRowAge}; it must be positive, or left out");
        if (Kind == StorageKind.PostgreSql)
        {
            try
            {
                _ = new NpgsqlConnectionStringBuilder(Connection);
            }
            catch (ArgumentException e)
            {
                // The value itself may hold a password.
                throw new InvalidSettingException($"Storage:{nameof(Connection)}", $"is no connection string of Npgsql: {e.Message}", e);
            }
        }
    }

    private static void Require(bool holds, string field, string message) => InvalidSettingException.Require(holds, $"Storage:{field}", message);
}
