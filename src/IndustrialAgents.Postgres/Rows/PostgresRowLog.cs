using IndustrialAgents.Assets;
using Microsoft.Extensions.Logging;
using static IndustrialAgents.Postgres.NpgsqlCommands;

namespace IndustrialAgents.Postgres;

/// <summary>
/// Keeps sensor rows in PostgreSQL, for many processes at once. What it acknowledged is committed: one writer a process writes what has gathered
/// over all assets with one statement. While the database is away writes and reads fail with <see cref="IOException"/>, after it is back they
/// work again. The tables must exist: see <see cref="PostgresSchema"/>. Thread-safe.
/// </summary>
public sealed partial class PostgresRowLog : IRowLog, IAsyncDisposable
{
    private const int FirstBatches = 16;
    private const int MostBatches = 256;

    private readonly PostgresDatabase _database;
    private readonly TimeProvider _time;
    private readonly ILogger<PostgresRowLog> _logger;
    private readonly GroupWriter<RowWrite> _writer;
    private long _damagedBatches;

    /// <summary>Opens a log; nothing is connected yet.</summary>
    /// <param name="database">The database; owned by the caller.</param>
    /// <param name="time">The clock of retention.</param>
    /// <param name="logger">Where failures and damage are told.</param>
    public PostgresRowLog(PostgresDatabase database, TimeProvider time, ILogger<PostgresRowLog> logger)
    {
        (_database, _time, _logger) = (database, time, logger);
        _writer = new GroupWriter<RowWrite>("sensor rows to be stored", database.Options, new RowWriter(database).WriteAsync, Tell);
    }

    /// <summary>How many damaged batches were met so far; each was logged and left out.</summary>
    public long DamagedBatches => Interlocked.Read(ref _damagedBatches);

    /// <inheritdoc/>
    public ValueTask AppendAsync(AssetPath asset, RowBatch batch, CancellationToken cancellationToken) =>
        batch.Count == 0 ? ValueTask.CompletedTask : _writer.WriteAsync(new RowWrite(asset.ToString(), batch), cancellationToken);

    /// <inheritdoc/>
    /// <remarks>A damaged batch is logged, counted and left out: the tail then reaches further back.</remarks>
    public async ValueTask<RowTail> ReadTailAsync(AssetPath asset, int rows, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        var path = asset.ToString();
        var heads = await _database.RunAsync(
            (connection, token) => connection.ReadAsync(
                RowSql.ReadHead, reader => (Id: reader.GetInt64(0), Last: reader.GetInt64(1), Total: reader.GetInt64(2)), token, Parameter(path)),
            cancellationToken).ConfigureAwait(false);
        if (heads.Count == 0)
        {
            return RowTail.Empty;
        }

        var (id, last, total) = heads[0];
        return new RowTail(await ReadRowsAsync(path, id, rows, cancellationToken).ConfigureAwait(false), last, total);
    }

    /// <summary>
    /// Deletes batches of rows beyond a retention, in small transactions; to be called now and then, by one process. A batch goes by its newest
    /// row. Last time and total of an asset stay.
    /// </summary>
    /// <returns>How many batches were deleted.</returns>
    /// <exception cref="InvalidRequestException">The retention is wrong.</exception>
    /// <exception cref="IOException">The database cannot be reached; some may be deleted.</exception>
    public async ValueTask<long> TrimAsync(Retention retention, CancellationToken cancellationToken)
    {
        retention.Validate();
        var before = retention.MaxAge is { } age ? (_time.GetUtcNow() - age).UtcTicks : long.MinValue;
        if (retention.MaxBytes is { } bytes)
        {
            var cut = await _database.RunAsync(
                (connection, token) => connection.ReadAsync(RowSql.FindCut, reader => reader.GetInt64(0), token, Parameter(bytes)),
                cancellationToken).ConfigureAwait(false);
            before = cut.Count > 0 ? Math.Max(before, cut[0] + 1) : before;
        }

        var deleted = before == long.MinValue
            ? 0
            : await _database.DeleteAllAsync(RowSql.DeleteBefore, () => [Parameter(before)], cancellationToken).ConfigureAwait(false);
        LogTrimmed(deleted);
        return deleted;
    }

    /// <summary>Writes what waits. The database stays open.</summary>
    public ValueTask DisposeAsync() => _writer.DisposeAsync();

    private async ValueTask<RowBatch?> ReadRowsAsync(string path, long id, int rows, CancellationToken cancellationToken)
    {
        var (batches, count, before) = (new List<RowBatch>(), 0, long.MaxValue);
        for (var most = FirstBatches; count < rows; most = Math.Min(2 * most, MostBatches))
        {
            // A batch holds one row at least, so no more than these can be needed; mostly it holds many, so few are read first.
            var (start, limit) = (before, Math.Min(most, rows - count));
            var page = await _database.RunAsync(
                (connection, token) => connection.ReadAsync(
                    RowSql.ReadTail,
                    reader => (Last: reader.GetInt64(0), Rows: reader.GetInt32(1), Channels: reader.GetInt32(2), Body: reader.GetFieldValue<byte[]>(3)),
                    token,
                    Parameter(id),
                    Parameter(start),
                    Parameter(limit)),
                cancellationToken).ConfigureAwait(false);
            foreach (var row in page)
            {
                before = row.Last;
                if (Decode(path, row.Body, row.Rows, row.Channels) is { } batch)
                {
                    batches.Add(batch);
                    count += batch.Count;
                }
            }

            if (page.Count < limit || (batches.Count > 0 && batches[^1].Channels != batches[0].Channels))
            {
                break;
            }
        }

        return RowBatches.JoinLast(batches, rows);
    }

    private RowBatch? Decode(string path, byte[] body, int rows, int channels)
    {
        try
        {
            return RowCodec.Decode(body, rows, channels);
        }
        catch (InvalidDataException e)
        {
            Interlocked.Increment(ref _damagedBatches);
            LogDamagedBatch(path, e.Message);
            return null;
        }
    }

    private void Tell(int count, Exception? error)
    {
        if (error is null)
        {
            LogRecovered();
        }
        else
        {
            LogWriteFailed(count, error);
        }
    }
}
