namespace IndustrialAgents.Silo.Database;

/// <summary>State of grains, on SQLite, for a developer's machine.</summary>
internal static class SqlitePersistence
{
    private const string OfOneGrain =
        "ServiceId = @ServiceId AND GrainType = @GrainTypeString AND KeyHigh = @GrainIdN1 AND KeyLow = @GrainIdN0 "
        + "AND KeyText = coalesce(@GrainIdExtensionString, '')";

    /// <summary>The same promises as <see cref="PostgresPersistence"/>.</summary>
    public static OrleansTables Tables { get; } = new(
        "persistence",
        """
        CREATE TABLE IF NOT EXISTS OrleansStorage (
            ServiceId text NOT NULL,
            GrainType text NOT NULL,
            KeyHigh integer NOT NULL,
            KeyLow integer NOT NULL,
            KeyText text NOT NULL,
            Payload blob,
            Version integer NOT NULL,
            ChangedAt text NOT NULL,
            PRIMARY KEY (ServiceId, GrainType, KeyText, KeyHigh, KeyLow)
        ) WITHOUT ROWID;
        """,
        new Dictionary<string, string>
        {
            ["ReadFromStorageKey"] = $"SELECT Payload AS PayloadBinary, Version FROM OrleansStorage WHERE {OfOneGrain}",
            ["WriteToStorageKey"] =
                $"""
                INSERT INTO OrleansStorage (ServiceId, GrainType, KeyHigh, KeyLow, KeyText, Payload, Version, ChangedAt)
                SELECT @ServiceId, @GrainTypeString, @GrainIdN1, @GrainIdN0, coalesce(@GrainIdExtensionString, ''), @PayloadBinary, 1, datetime('now')
                WHERE @GrainStateVersion IS NULL OR EXISTS (SELECT 1 FROM OrleansStorage WHERE {OfOneGrain} AND Version = @GrainStateVersion)
                ON CONFLICT DO UPDATE SET Payload = excluded.Payload, Version = OrleansStorage.Version + 1, ChangedAt = excluded.ChangedAt
                WHERE OrleansStorage.Version = @GrainStateVersion
                RETURNING Version AS NewGrainStateVersion
                """,
            ["ClearStorageKey"] =
                $"""
                UPDATE OrleansStorage SET Payload = NULL, Version = Version + 1, ChangedAt = datetime('now')
                WHERE {OfOneGrain} AND Version = @GrainStateVersion
                RETURNING Version
                """,
            ["DeleteStorageKey"] = $"DELETE FROM OrleansStorage WHERE {OfOneGrain} AND Version = @GrainStateVersion RETURNING Version + 1",
        });
}
