using Npgsql;
using static IndustrialAgents.Postgres.NpgsqlCommands;

namespace IndustrialAgents.Postgres;

/// <summary>Writes batches of rows of many assets; one batch an asset and transaction. Not thread-safe.</summary>
internal sealed class RowWriter(PostgresDatabase database)
{
    /// <summary>Writes batches, and completes each as soon as it is durable.</summary>
    public async Task WriteAsync(IReadOnlyList<RowWrite> writes)
    {
        var left = writes.Where(write => !write.Written.IsCompleted).ToList();
        while (left.Count > 0)
        {
            // The first batch of each asset: a statement may change a head only once.
            var round = left.DistinctBy(write => write.Asset).ToDictionary(write => write.Asset, StringComparer.Ordinal);
            var (appended, last) = await database.RunRawAsync((connection, token) => AppendAsync(connection, round, token), CancellationToken.None).ConfigureAwait(false);
            foreach (var path in appended)
            {
                round[path].Complete();
            }

            foreach (var (path, time) in last)
            {
                round[path].KeepAfter(time);
                if (round[path].Rows.Count == 0)
                {
                    round[path].Complete();
                }
            }

            left.RemoveAll(write => write.Written.IsCompleted);
        }
    }

    private static async ValueTask<(List<string> Appended, List<(string Path, long Last)> Last)> AppendAsync(
        NpgsqlConnection connection, Dictionary<string, RowWrite> round, CancellationToken cancellationToken)
    {
        var writes = round.Values;
        var appended = await connection.ReadAsync(
            RowSql.Append,
            reader => reader.GetString(0),
            cancellationToken,
            Parameter(writes.Select(write => write.Asset).ToArray()),
            Parameter(writes.Select(write => write.Rows.Times.Span[0]).ToArray()),
            Parameter(writes.Select(write => write.Rows.Times.Span[^1]).ToArray()),
            Parameter(writes.Select(write => write.Rows.Count).ToArray()),
            Parameter(writes.Select(write => write.Rows.Channels).ToArray()),
            Parameter(writes.Select(write => write.Body).ToArray())).ConfigureAwait(false);
        if (appended.Count == round.Count)
        {
            return (appended, []);
        }

        var others = round.Keys.Except(appended, StringComparer.Ordinal).ToArray();
        return (appended, await connection.ReadAsync(
            RowSql.ReadLast, reader => (reader.GetString(0), reader.GetInt64(1)), cancellationToken, Parameter(others)).ConfigureAwait(false));
    }
}
