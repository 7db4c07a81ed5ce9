using Npgsql;
using static IndustrialAgents.Postgres.NpgsqlCommands;

namespace IndustrialAgents.Postgres;

/// <summary>
/// Writes a batch of decisions and feedback in one transaction and one round trip. What was stored before is left as it is, so a batch whose
/// outcome is not known may be written again.
/// </summary>
internal sealed class DecisionBatch
{
    private readonly List<DecisionWrite> _decisions = [];
    private readonly List<DecisionWrite> _feedback = [];

    public DecisionBatch(IReadOnlyList<DecisionWrite> writes)
    {
        foreach (var write in writes)
        {
            (write.IsFeedback ? _feedback : _decisions).Add(write);
        }
    }

    /// <summary>Writes; returns once it is durable. The transaction is the batch's own implicit one: it commits with its last statement.</summary>
    /// <returns>The digests stored under the decisions' ids where they are not known to be the batch's own; null where they are.</returns>
    public async ValueTask<Dictionary<string, byte[]>?> WriteAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        // What a failed attempt read of positions was not committed.
        _feedback.ForEach(write => write.Position = 0);
        var added = 0;
        var batch = new NpgsqlBatch(connection);
        await using (batch.ConfigureAwait(false))
        {
            if (_decisions.Count > 0)
            {
                batch.BatchCommands.Add(Statement(DecisionSql.Add, Ids(_decisions), Times(_decisions), DigestsOf(_decisions), Bodies(_decisions)));
            }

            if (_feedback.Count > 0)
            {
                batch.BatchCommands.Add(Statement(DecisionSql.LockFeedback));
                batch.BatchCommands.Add(Statement(DecisionSql.AddFeedback, Ids(_feedback), Times(_feedback), DigestsOf(_feedback), Bodies(_feedback)));
                batch.BatchCommands.Add(Statement(DecisionSql.ReadPositions, Ids(_feedback), DigestsOf(_feedback)));
            }

            var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                await ReadPositionsAsync(reader, cancellationToken).ConfigureAwait(false);
            }

            added = _decisions.Count > 0 ? (int)batch.BatchCommands[0].Rows : 0;
        }

        if (added == _decisions.Count)
        {
            return null;
        }

        var stored = await connection.ReadAsync(
            DecisionSql.ReadDigests, reader => (reader.GetString(0), reader.GetFieldValue<byte[]>(1)), cancellationToken, Ids(_decisions)).ConfigureAwait(false);
        return stored.ToDictionary(row => row.Item1, row => row.Item2, StringComparer.Ordinal);
    }

    /// <summary>Tells each record's sender what became of it.</summary>
    public void Complete(Dictionary<string, byte[]>? stored)
    {
        foreach (var write in _decisions)
        {
            if (stored is null || (stored.TryGetValue(write.DecisionId, out var digest) && digest.AsSpan().SequenceEqual(write.Digest)))
            {
                write.Complete();
            }
            else
            {
                write.Fail(new InvalidOperationException($"decision '{write.DecisionId}' is stored already, with another content"));
            }
        }

        foreach (var write in _feedback)
        {
            if (write.Position > 0)
            {
                write.Complete();
            }
            else
            {
                write.Fail(new DecisionNotFoundException(write.DecisionId));
            }
        }
    }

    private static NpgsqlParameter Ids(List<DecisionWrite> writes) => Parameter(writes.Select(write => write.DecisionId).ToArray());

    private static NpgsqlParameter Times(List<DecisionWrite> writes) => Parameter(writes.Select(write => write.Time).ToArray());

    private static NpgsqlParameter DigestsOf(List<DecisionWrite> writes) => Parameter(writes.Select(write => write.Digest).ToArray());

    private static NpgsqlParameter Bodies(List<DecisionWrite> writes) => Parameter(writes.Select(write => write.Body).ToArray());

    private async ValueTask ReadPositionsAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        // The lock's result comes first; it has one column.
        do
        {
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                if (reader.FieldCount == 2)
                {
                    _feedback[(int)reader.GetInt64(0) - 1].Position = reader.GetInt64(1);
                }
            }
        }
        while (await reader.NextResultAsync(cancellationToken).ConfigureAwait(false));
    }
}
