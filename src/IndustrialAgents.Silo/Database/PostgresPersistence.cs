namespace IndustrialAgents.Silo.Database;

/// <summary>State of grains, on PostgreSQL.</summary>
internal static class PostgresPersistence
{
    private const string OfOneGrain =
        "ServiceId = @ServiceId AND GrainType = @GrainTypeString AND KeyHigh = @GrainIdN1 AND KeyLow = @GrainIdN0 "
        + "AND KeyText = coalesce(@GrainIdExtensionString, '')";

    /// <summary>A state is written only over the version that its grain has read; the new version comes back, and nothing where another was written.</summary>
    public static OrleansTables Tables { get; } = new(
        "persistence",
        """
        CREATE TABLE IF NOT EXISTS OrleansStorage (
            ServiceId text NOT NULL,
            GrainType text NOT NULL,
            KeyHigh bigint NOT NULL,
            KeyLow bigint NOT NULL,
            KeyText text NOT NULL,
            Payload bytea,
            Version integer NOT NULL,
            ChangedAt timestamptz NOT NULL,
            PRIMARY KEY (ServiceId, GrainType, KeyText, KeyHigh, KeyLow)
        );
        """,
        new Dictionary<string, string>
        {
            ["ReadFromStorageKey"] = $"SELECT Payload AS PayloadBinary, Version FROM OrleansStorage WHERE {OfOneGrain}",
            ["WriteToStorageKey"] =
                $"""
                WITH changed AS (
                    UPDATE OrleansStorage SET Payload = @PayloadBinary, Version = Version + 1, ChangedAt = now()
                    WHERE {OfOneGrain} AND Version = @GrainStateVersion
                    RETURNING Version
                ),
                added AS (
                    INSERT INTO OrleansStorage (ServiceId, GrainType, KeyHigh, KeyLow, KeyText, Payload, Version, ChangedAt)
                    SELECT @ServiceId, @GrainTypeString, @GrainIdN1, @GrainIdN0, coalesce(@GrainIdExtensionString, ''), @PayloadBinary, 1, now()
                    WHERE @GrainStateVersion IS NULL
                    ON CONFLICT DO NOTHING
                    RETURNING Version
                )
                SELECT Version AS NewGrainStateVersion FROM changed UNION ALL SELECT Version FROM added
                """,
            ["ClearStorageKey"] =
                $"""
                UPDATE OrleansStorage SET Payload = NULL, Version = Version + 1, ChangedAt = now()
                WHERE {OfOneGrain} AND Version = @GrainStateVersion
                RETURNING Version
                """,
            ["DeleteStorageKey"] = $"DELETE FROM OrleansStorage WHERE {OfOneGrain} AND Version = @GrainStateVersion RETURNING Version + 1",
        });
}
