namespace IndustrialAgents.Postgres;

/// <summary>The statements of the row log.</summary>
internal static class RowSql
{
    // One statement, so one transaction and one round trip. Assets whose last time is not before the batch are left out and not returned. The
    // order is the same in every process, so that two of them do not wait for one another.
    public const string Append =
        """
        WITH input AS (
            SELECT * FROM unnest($1::text[], $2::bigint[], $3::bigint[], $4::integer[], $5::integer[], $6::bytea[])
                AS i (path, first, last, rows, channels, body)),
        head AS (
            INSERT INTO ia.asset AS a (path, first, last, total)
            SELECT path, first, last, rows FROM input ORDER BY path
            ON CONFLICT (path) DO UPDATE SET first = excluded.first, last = excluded.last, total = a.total + excluded.total
            WHERE a.last < excluded.first
            RETURNING id, path),
        stored AS (
            INSERT INTO ia.row_batch (asset, first, last, rows, channels, size, body)
            SELECT h.id, i.first, i.last, i.rows, i.channels, octet_length(i.body), i.body FROM head h JOIN input i USING (path))
        SELECT path FROM head
        """;

    public const string ReadLast = "SELECT path, last FROM ia.asset WHERE path = ANY ($1)";

    public const string ReadHead = "SELECT id, last, total FROM ia.asset WHERE path = $1";

    public const string ReadTail =
        "SELECT last, rows, channels, body FROM ia.row_batch WHERE asset = $1 AND last < $2 ORDER BY last DESC LIMIT $3";

    public const string DeleteBefore =
        "DELETE FROM ia.row_batch WHERE ctid = ANY (ARRAY(SELECT ctid FROM ia.row_batch WHERE last < $1 ORDER BY last LIMIT $2))";

    /// <summary>The time up to which batches go so that the newer ones take no more than some bytes; no row where none has to.</summary>
    public const string FindCut =
        """
        SELECT last FROM (SELECT last, sum(size) OVER (ORDER BY last DESC ROWS UNBOUNDED PRECEDING) AS kept FROM ia.row_batch) AS by_age
        WHERE kept > $1 ORDER BY last DESC LIMIT 1
        """;
}
