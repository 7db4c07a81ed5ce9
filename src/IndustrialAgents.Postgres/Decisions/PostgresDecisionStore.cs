using System.Text;
using IndustrialAgents.Routing;
using Microsoft.Extensions.Logging;
using static IndustrialAgents.Postgres.NpgsqlCommands;

namespace IndustrialAgents.Postgres;

/// <summary>
/// Keeps decisions and feedback in PostgreSQL, for many processes at once. What it acknowledged is committed: one writer a process writes
/// whatever has gathered in one transaction. While the database is away writes and reads fail with <see cref="IOException"/>, after it is back
/// they work again. The tables must exist: see <see cref="PostgresSchema"/>. Thread-safe.
/// </summary>
public sealed partial class PostgresDecisionStore : IDecisionStore, IAsyncDisposable
{
    private const int MaxIdLength = 256;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly PostgresDatabase _database;
    private readonly TimeProvider _time;
    private readonly ILogger<PostgresDecisionStore> _logger;
    private readonly GroupWriter<DecisionWrite> _writer;
    private long _damagedRecords;

    /// <summary>Opens a store; nothing is connected yet.</summary>
    /// <param name="database">The database; owned by the caller.</param>
    /// <param name="time">The clock of retention.</param>
    /// <param name="logger">Where failures and damage are told.</param>
    public PostgresDecisionStore(PostgresDatabase database, TimeProvider time, ILogger<PostgresDecisionStore> logger)
    {
        (_database, _time, _logger) = (database, time, logger);
        _writer = new GroupWriter<DecisionWrite>("decisions to be stored", database.Options, WriteAsync, Tell);
    }

    /// <summary>How many damaged records were met so far; each was logged and left out.</summary>
    public long DamagedRecords => Interlocked.Read(ref _damagedRecords);

    /// <inheritdoc/>
    /// <remarks>The same decision stored again is acknowledged again. Cancelling ends the waiting; it may be stored nevertheless.</remarks>
    /// <exception cref="InvalidOperationException">Another decision of that id is stored already.</exception>
    /// <exception cref="InvalidRequestException">The id is empty, too long or no text.</exception>
    /// <exception cref="OverloadedException">Too much waits to be stored; nothing was stored.</exception>
    /// <exception cref="IOException">It is not known to be stored; it may be added again.</exception>
    public ValueTask AddAsync(Decision decision, CancellationToken cancellationToken)
    {
        if (!IsStorable(decision.Id))
        {
            throw new InvalidRequestException("id", $"is no id of a decision; use a text of 1 to {MaxIdLength} characters");
        }

        var body = RecordCodec.Encode(decision with { Feedback = [] });
        return _writer.WriteAsync(new DecisionWrite(decision.Id, decision.Time, body, Digests.OfRecord(body), isFeedback: false), cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>The same feedback given again is stored once, whichever process it reaches, and has the position of the first.</remarks>
    /// <exception cref="OverloadedException">Too much waits to be stored; nothing was stored.</exception>
    /// <exception cref="IOException">It is not known to be stored; it may be added again.</exception>
    public async ValueTask<long> AddFeedbackAsync(Feedback feedback, DateTimeOffset time, CancellationToken cancellationToken)
    {
        if (!IsStorable(feedback.DecisionId))
        {
            throw new DecisionNotFoundException(feedback.DecisionId);
        }

        var write = new DecisionWrite(feedback.DecisionId, time, RecordCodec.Encode(feedback), Digests.OfFeedback(feedback), isFeedback: true);
        await _writer.WriteAsync(write, cancellationToken).ConfigureAwait(false);
        return write.Position;
    }

    /// <summary>
    /// Deletes what is beyond a retention, in small transactions; to be called now and then, by one process. By bytes, decisions without feedback
    /// go first as long as those with feedback take no more than half. What is deleted is not replayed.
    /// </summary>
    /// <returns>How many decisions were deleted.</returns>
    /// <exception cref="InvalidRequestException">The retention is wrong.</exception>
    /// <exception cref="IOException">The database cannot be reached; some may be deleted.</exception>
    public async ValueTask<long> TrimAsync(Retention retention, CancellationToken cancellationToken)
    {
        retention.Validate();
        var deleted = 0L;
        if (retention.MaxAge is { } age)
        {
            var before = (_time.GetUtcNow() - age).UtcDateTime;
            deleted += await _database.DeleteAllAsync(DecisionSql.DeleteBefore, () => [Parameter(before)], cancellationToken).ConfigureAwait(false);
        }

        if (retention.MaxBytes is { } bytes)
        {
            var sizes = await _database.RunAsync(
                (connection, token) => connection.ReadAsync(DecisionSql.Sizes, reader => (Plain: reader.GetInt64(0), Graded: reader.GetInt64(1)), token),
                cancellationToken).ConfigureAwait(false);
            var graded = Math.Min(sizes[0].Graded, Math.Max(bytes / 2, bytes - sizes[0].Plain));
            deleted += await _database.DeleteAllAsync(DecisionSql.DeleteBeyond, () => [Parameter(true), Parameter(graded)], cancellationToken).ConfigureAwait(false);
            deleted += await _database.DeleteAllAsync(DecisionSql.DeleteBeyond, () => [Parameter(false), Parameter(bytes - graded)], cancellationToken).ConfigureAwait(false);
        }

        LogTrimmed(deleted);
        return deleted;
    }

    /// <summary>Writes what waits. The database stays open.</summary>
    public ValueTask DisposeAsync() => _writer.DisposeAsync();

    // Ids come from clients; one that PostgreSQL cannot hold is none of ours.
    private static bool IsStorable(string? id)
    {
        if (string.IsNullOrEmpty(id) || id.Length > MaxIdLength || id.Contains('\0'))
        {
            return false;
        }

        try
        {
            return StrictUtf8.GetByteCount(id) > 0;
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }

    private async Task WriteAsync(IReadOnlyList<DecisionWrite> writes)
    {
        var batch = new DecisionBatch(writes);
        batch.Complete(await _database.RunRawAsync(batch.WriteAsync, CancellationToken.None).ConfigureAwait(false));
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
