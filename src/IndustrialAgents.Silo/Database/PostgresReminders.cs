namespace IndustrialAgents.Silo.Database;

/// <summary>Reminders, on PostgreSQL.</summary>
internal static class PostgresReminders
{
    private const string Read = "SELECT GrainId, ReminderName, StartTime, Period, Version FROM OrleansReminder WHERE ServiceId = @ServiceId";

    /// <summary>Reminders are spread over silos by ranges of the hash of their grain, taken as a signed number; a range leaves its beginning out.</summary>
    public static OrleansTables Tables { get; } = new(
        "reminders",
        """
        CREATE TABLE IF NOT EXISTS OrleansReminder (
            ServiceId text NOT NULL,
            GrainId text NOT NULL,
            ReminderName text NOT NULL,
            GrainHash integer NOT NULL,
            StartTime timestamptz NOT NULL,
            Period bigint NOT NULL,
            Version integer NOT NULL,
            PRIMARY KEY (ServiceId, GrainId, ReminderName)
        );
        CREATE INDEX IF NOT EXISTS OrleansReminderByHash ON OrleansReminder (ServiceId, GrainHash);
        """,
        new Dictionary<string, string>
        {
            ["ReadReminderRowsKey"] = $"{Read} AND GrainId = @GrainId",
            ["ReadReminderRowKey"] = $"{Read} AND GrainId = @GrainId AND ReminderName = @ReminderName",
            ["ReadRangeRows1Key"] = $"{Read} AND GrainHash > @BeginHash AND GrainHash <= @EndHash",
            ["ReadRangeRows2Key"] = $"{Read} AND (GrainHash > @BeginHash OR GrainHash <= @EndHash)",
            ["UpsertReminderRowKey"] =
                """
                INSERT INTO OrleansReminder AS reminder (ServiceId, GrainId, ReminderName, GrainHash, StartTime, Period, Version)
                VALUES (@ServiceId, @GrainId, @ReminderName, @GrainHash, @StartTime, @Period, 0)
                ON CONFLICT (ServiceId, GrainId, ReminderName) DO UPDATE
                SET GrainHash = excluded.GrainHash, StartTime = excluded.StartTime, Period = excluded.Period, Version = reminder.Version + 1
                RETURNING reminder.Version
                """,
            ["DeleteReminderRowKey"] =
                """
                WITH gone AS (
                    DELETE FROM OrleansReminder
                    WHERE ServiceId = @ServiceId AND GrainId = @GrainId AND ReminderName = @ReminderName AND Version = @Version
                    RETURNING 1
                )
                SELECT EXISTS (SELECT 1 FROM gone)
                """,
            ["DeleteReminderRowsKey"] = "DELETE FROM OrleansReminder WHERE ServiceId = @ServiceId",
        });
}
