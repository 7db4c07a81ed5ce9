using System.Runtime.CompilerServices;
using IndustrialAgents.Routing;
using Npgsql;
using static IndustrialAgents.Postgres.NpgsqlCommands;

namespace IndustrialAgents.Postgres;

public sealed partial class PostgresDecisionStore
{
    private const int PageSize = 64;

    /// <inheritdoc/>
    /// <exception cref="IOException">The database cannot be reached, or the record is damaged.</exception>
    public async ValueTask<Decision?> FindAsync(string decisionId, CancellationToken cancellationToken)
    {
        if (!IsStorable(decisionId))
        {
            return null;
        }

        var found = await _database.RunAsync(
            (connection, token) => connection.ReadAsync(
                DecisionSql.Find, reader => (Body: Bytes(reader, 0), Feedback: reader.GetFieldValue<byte[][]>(1)), token, Parameter(decisionId)),
            cancellationToken).ConfigureAwait(false);
        if (found.Count == 0)
        {
            return null;
        }

        return Decode(decisionId, found[0].Body, found[0].Feedback, out var reason)
            ?? throw new IOException($"decision '{decisionId}' is stored, but its record is damaged: {reason}");
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Positions follow the order of commits over all processes: once a position was read, all below it that will ever be were visible, too. So
    /// reading on from the last position misses none. Damaged records are logged, counted and left out.
    /// </remarks>
    /// <exception cref="IOException">The database cannot be reached.</exception>
    public async IAsyncEnumerable<StoredFeedback> ReadFeedbackAsync(long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            var start = after;
            var page = await _database.RunAsync(
                (connection, token) => connection.ReadAsync(DecisionSql.Page, ReadFeedback, token, Parameter(start), Parameter(PageSize)),
                cancellationToken).ConfigureAwait(false);
            foreach (var row in page)
            {
                after = row.Position;
                if (Decode(row.Id, row.Decision, row.All, out _) is { } decision && Decode<Feedback>(row.Id, row.Body, out _) is { } feedback)
                {
                    yield return new StoredFeedback(row.Position, decision, feedback);
                }
            }

            if (page.Count < PageSize)
            {
                yield break;
            }
        }
    }

    private static (long Position, byte[] Body, string Id, byte[] Decision, byte[][] All) ReadFeedback(NpgsqlDataReader reader) =>
        (reader.GetInt64(0), Bytes(reader, 1), reader.GetString(2), Bytes(reader, 3), reader.GetFieldValue<byte[][]>(4));

    private static byte[] Bytes(NpgsqlDataReader reader, int column) => reader.GetFieldValue<byte[]>(column);

    private Decision? Decode(string decisionId, byte[] body, byte[][] all, out string? reason)
    {
        if (Decode<Decision>(decisionId, body, out reason) is not { } decision)
        {
            return null;
        }

        var feedback = new List<Feedback>(all.Length);
        foreach (var record in all)
        {
            if (Decode<Feedback>(decisionId, record, out _) is { } one)
            {
                feedback.Add(one);
            }
        }

        return decision with { Feedback = feedback };
    }

    private T? Decode<T>(string decisionId, byte[] body, out string? reason)
        where T : class
    {
        try
        {
            reason = null;
            return RecordCodec.Decode<T>(body);
        }
        catch (InvalidDataException e)
        {
            reason = e.Message;
            Interlocked.Increment(ref _damagedRecords);
            LogDamagedRecord(decisionId, e.Message);
            return null;
        }
    }
}
