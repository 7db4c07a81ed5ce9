namespace IndustrialAgents.Postgres;

/// <summary>The statements of the decision store.</summary>
internal static class DecisionSql
{
    public const string Add =
        """
        INSERT INTO ia.decision (id, time, digest, size, body)
        SELECT id, time, digest, octet_length(body), body FROM unnest($1::text[], $2::timestamptz[], $3::bytea[], $4::bytea[]) AS i (id, time, digest, body)
        ON CONFLICT (id) DO NOTHING
        """;

    public const string ReadDigests = "SELECT id, digest FROM ia.decision WHERE id = ANY ($1)";

    // Held until the commit is visible, so that positions follow the order of commits and a reader who has seen one has seen all before it.
    // The number is "ia" and one of its own.
    public const string LockFeedback = "SELECT pg_advisory_xact_lock(1767964674)";

    public const string AddFeedback =
        """
        INSERT INTO ia.feedback (decision, time, digest, body)
        SELECT d.seq, i.time, i.digest, i.body
        FROM unnest($1::text[], $2::timestamptz[], $3::bytea[], $4::bytea[]) WITH ORDINALITY AS i (id, time, digest, body, number)
        JOIN ia.decision d ON d.id = i.id
        ORDER BY i.number
        ON CONFLICT (decision, digest) DO NOTHING
        """;

    public const string ReadPositions =
        """
        SELECT i.number, f.position
        FROM unnest($1::text[], $2::bytea[]) WITH ORDINALITY AS i (id, digest, number)
        JOIN ia.decision d ON d.id = i.id
        JOIN ia.feedback f ON f.decision = d.seq AND f.digest = i.digest
        """;

    public const string Find =
        """
        SELECT d.body, ARRAY(SELECT f.body FROM ia.feedback f WHERE f.decision = d.seq ORDER BY f.position)
        FROM ia.decision d WHERE d.id = $1
        """;

    public const string Page =
        """
        SELECT f.position, f.body, d.id, d.body, ARRAY(SELECT o.body FROM ia.feedback o WHERE o.decision = d.seq ORDER BY o.position)
        FROM ia.feedback f JOIN ia.decision d ON d.seq = f.decision
        WHERE f.position > $1 ORDER BY f.position LIMIT $2
        """;

    public const string DeleteBefore =
        """
        DELETE FROM ia.decision WHERE seq = ANY (ARRAY(SELECT seq FROM ia.decision WHERE time < $1 ORDER BY time LIMIT $2))
        """;

    /// <summary>Bytes of the decisions without feedback and with.</summary>
    public const string Sizes =
        """
        SELECT coalesce(sum(size) FILTER (WHERE NOT graded), 0)::bigint, coalesce(sum(size) FILTER (WHERE graded), 0)::bigint
        FROM (SELECT size, EXISTS (SELECT FROM ia.feedback f WHERE f.decision = d.seq) AS graded FROM ia.decision d) AS sizes
        """;

    /// <summary>Deletes the oldest decisions with feedback, or without, as long as the newer ones take more than some bytes.</summary>
    public const string DeleteBeyond =
        """
        DELETE FROM ia.decision WHERE seq IN (
            SELECT seq FROM (
                SELECT seq, sum(size) OVER (ORDER BY time DESC, seq DESC) AS kept FROM ia.decision d
                WHERE EXISTS (SELECT FROM ia.feedback f WHERE f.decision = d.seq) = $1) AS by_age
            WHERE kept > $2 ORDER BY kept DESC LIMIT $3)
        """;
}
