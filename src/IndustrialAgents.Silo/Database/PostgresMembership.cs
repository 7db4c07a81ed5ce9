namespace IndustrialAgents.Silo.Database;

/// <summary>Which silos are members, on PostgreSQL.</summary>
internal static class PostgresMembership
{
    private const string OfOneSilo = "DeploymentId = @DeploymentId AND Address = @Address AND Port = @Port AND Generation = @Generation";

    private const string Read =
        """
        SELECT v.Version, m.Address, m.Port, m.Generation, m.SiloName, m.HostName, m.Status, m.ProxyPort, m.SuspectTimes, m.StartTime, m.IAmAliveTime
        FROM OrleansMembershipVersion AS v LEFT JOIN OrleansMembership AS m ON m.DeploymentId = v.DeploymentId
        """;

    /// <summary>
    /// Every change of a member raises the version of the whole table and fails where another got there first: the version's row is locked by its
    /// update, and a waiting update looks again at the version before it goes on.
    /// </summary>
    public static OrleansTables Tables { get; } = new(
        "membership",
        """
        CREATE TABLE IF NOT EXISTS OrleansMembershipVersion (
            DeploymentId text NOT NULL PRIMARY KEY,
            Version integer NOT NULL,
            ChangedAt timestamptz NOT NULL
        );
        CREATE TABLE IF NOT EXISTS OrleansMembership (
            DeploymentId text NOT NULL REFERENCES OrleansMembershipVersion ON DELETE CASCADE,
            Address text NOT NULL,
            Port integer NOT NULL,
            Generation integer NOT NULL,
            SiloName text NOT NULL,
            HostName text NOT NULL,
            Status integer NOT NULL,
            ProxyPort integer NOT NULL,
            SuspectTimes text,
            StartTime timestamptz NOT NULL,
            IAmAliveTime timestamptz NOT NULL,
            PRIMARY KEY (DeploymentId, Address, Port, Generation)
        );
        """,
        new Dictionary<string, string>
        {
            ["InsertMembershipVersionKey"] =
                """
                WITH added AS (
                    INSERT INTO OrleansMembershipVersion (DeploymentId, Version, ChangedAt) VALUES (@DeploymentId, 0, now())
                    ON CONFLICT DO NOTHING
                    RETURNING 1
                )
                SELECT EXISTS (SELECT 1 FROM added)
                """,
            ["InsertMembershipKey"] =
                $"""
                WITH raised AS (
                    UPDATE OrleansMembershipVersion SET Version = Version + 1, ChangedAt = now()
                    WHERE DeploymentId = @DeploymentId AND Version = @Version AND NOT EXISTS (SELECT 1 FROM OrleansMembership WHERE {OfOneSilo})
                    RETURNING 1
                ),
                added AS (
                    INSERT INTO OrleansMembership (DeploymentId, Address, Port, Generation, SiloName, HostName, Status, ProxyPort, StartTime, IAmAliveTime)
                    SELECT @DeploymentId, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime FROM raised
                    RETURNING 1
                )
                SELECT EXISTS (SELECT 1 FROM added)
                """,
            ["UpdateMembershipKey"] =
                $"""
                WITH raised AS (
                    UPDATE OrleansMembershipVersion SET Version = Version + 1, ChangedAt = now()
                    WHERE DeploymentId = @DeploymentId AND Version = @Version AND EXISTS (SELECT 1 FROM OrleansMembership WHERE {OfOneSilo})
                    RETURNING 1
                ),
                changed AS (
                    UPDATE OrleansMembership SET Status = @Status, SuspectTimes = @SuspectTimes, IAmAliveTime = @IAmAliveTime
                    WHERE {OfOneSilo} AND EXISTS (SELECT 1 FROM raised)
                    RETURNING 1
                )
                SELECT EXISTS (SELECT 1 FROM changed)
                """,
            ["UpdateIAmAlivetimeKey"] = $"UPDATE OrleansMembership SET IAmAliveTime = @IAmAliveTime WHERE {OfOneSilo}",
            ["MembershipReadRowKey"] =
                $"{Read} AND m.Address = @Address AND m.Port = @Port AND m.Generation = @Generation WHERE v.DeploymentId = @DeploymentId",
            ["MembershipReadAllKey"] = $"{Read} WHERE v.DeploymentId = @DeploymentId",
            ["GatewaysQueryKey"] =
                "SELECT Address, ProxyPort, Generation FROM OrleansMembership WHERE DeploymentId = @DeploymentId AND Status = @Status AND ProxyPort > 0",
            ["DeleteMembershipTableEntriesKey"] = "DELETE FROM OrleansMembershipVersion WHERE DeploymentId = @DeploymentId",
            // 3 is SiloStatus.Active: a silo that died while joining or leaving is as defunct as one that was declared dead.
            ["CleanupDefunctSiloEntriesKey"] =
                "DELETE FROM OrleansMembership WHERE DeploymentId = @DeploymentId AND IAmAliveTime < @IAmAliveTime AND Status <> 3",
        });
}
