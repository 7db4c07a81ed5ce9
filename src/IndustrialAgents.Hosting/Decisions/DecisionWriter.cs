using Microsoft.Data.Sqlite;

namespace IndustrialAgents.Hosting;

/// <summary>Writes batches of records, each in one transaction, and keeps within the limits. Not thread-safe: one thread owns it.</summary>
internal sealed class DecisionWriter : IDisposable
{
    private const int Constraint = 19;
    private const int ForgetAtOnce = 256;

    private readonly SqliteDecisionStoreOptions _options;
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _addDecision;
    private readonly SqliteCommand _findDecision;
    private readonly SqliteCommand _gradeDecision;
    private readonly SqliteCommand _addFeedback;
    private readonly SqliteCommand _forget;

    // Number and bytes of the decisions without feedback [0] and with [1].
    private readonly long[] _counts = new long[2];
    private readonly long[] _bytes = new long[2];

    public DecisionWriter(SqliteDecisionStoreOptions options, Action<SqliteConnection>? configure)
    {
        _options = options;
        _connection = DecisionDatabase.OpenWriter(options.Path);
        try
        {
            configure?.Invoke(_connection);
            _addDecision = _connection.Prepare("INSERT INTO decision(id, bytes, body) VALUES($id, $bytes, $body);", "$id", "$bytes", "$body");
            _findDecision = _connection.Prepare("SELECT seq, graded, bytes FROM decision WHERE id = $id;", "$id");
            _gradeDecision = _connection.Prepare("UPDATE decision SET graded = 1, bytes = bytes + $bytes WHERE seq = $seq;", "$bytes", "$seq");
            _addFeedback = _connection.Prepare("INSERT INTO feedback(decision, time, body) VALUES($seq, $time, $body) RETURNING seq;", "$seq", "$time", "$body");
            _forget = _connection.Prepare(
                "DELETE FROM decision WHERE seq IN (SELECT seq FROM decision WHERE graded = $graded ORDER BY seq LIMIT $count) RETURNING bytes;",
                "$graded",
                "$count");
            Recount();
        }
        catch
        {
            _connection.Dispose();
            throw;
        }
    }

    /// <summary>Writes a batch; returns once it is durable. Records that are at fault themselves carry a refusal afterwards.</summary>
    /// <exception cref="SqliteException">None of it was written.</exception>
    public void Write(IReadOnlyList<PendingWrite> batch)
    {
        Run("BEGIN IMMEDIATE;");
        try
        {
            foreach (var write in batch)
            {
                Add(write);
            }

            while (_counts[0] + _counts[1] > 1
                && (_counts[0] + _counts[1] > _options.MaxDecisions || _bytes[0] + _bytes[1] > _options.MaxBytes))
            {
                Forget();
            }

            Run("COMMIT;");
        }
        catch
        {
            Rollback();
            throw;
        }
    }

    /// <summary>Moves the log into the file; done when the store closes, so that the file stands alone.</summary>
    public void Checkpoint() => Run("PRAGMA wal_checkpoint(TRUNCATE);");

    public void Dispose()
    {
        _addDecision.Dispose();
        _findDecision.Dispose();
        _gradeDecision.Dispose();
        _addFeedback.Dispose();
        _forget.Dispose();
        _connection.Dispose();
    }

    private void Add(PendingWrite write)
    {
        if (write.FeedbackTime is { } time)
        {
            AddFeedback(write, time);
            return;
        }

        _addDecision.Parameters[0].Value = write.DecisionId;
        _addDecision.Parameters[1].Value = write.Body.Length;
        _addDecision.Parameters[2].Value = write.Body;
        try
        {
            _addDecision.ExecuteNonQuery();
            _counts[0]++;
            _bytes[0] += write.Body.Length;
        }
        catch (SqliteException e) when (e.SqliteErrorCode == Constraint)
        {
            write.Refusal = new InvalidOperationException($"decision '{write.DecisionId}' is stored already", e);
        }
    }

    private void AddFeedback(PendingWrite write, DateTimeOffset time)
    {
        _findDecision.Parameters[0].Value = write.DecisionId;
        long seq, graded, bytes;
        using (var reader = _findDecision.ExecuteReader())
        {
            if (!reader.Read())
            {
                write.Refusal = new DecisionNotFoundException(write.DecisionId);
                return;
            }

            (seq, graded, bytes) = (reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2));
        }

        _addFeedback.Parameters[0].Value = seq;
        _addFeedback.Parameters[1].Value = time.UtcTicks;
        _addFeedback.Parameters[2].Value = write.Body;
        write.Position = (long)_addFeedback.ExecuteScalar()!;
        _gradeDecision.Parameters[0].Value = write.Body.Length;
        _gradeDecision.Parameters[1].Value = seq;
        _gradeDecision.ExecuteNonQuery();
        _counts[graded]--;
        _bytes[graded] -= bytes;
        _counts[1]++;
        _bytes[1] += bytes + write.Body.Length;
    }

    // Feedback is what is learned from, so decisions without go first; but those with may not fill more than half, or a new decision would
    // be forgotten as soon as it is written.
    private void Forget()
    {
        var crowded = _counts[1] > _options.MaxDecisions / 2 || _bytes[1] > _options.MaxBytes / 2;
        var graded = _counts[0] <= 1 || (crowded && _counts[1] > 0) ? 1 : 0;
        if (_counts[graded] == 0)
        {
            graded = 1 - graded;
        }

        var excess = _counts[0] + _counts[1] - _options.MaxDecisions;
        _forget.Parameters[0].Value = graded;
        _forget.Parameters[1].Value = Math.Clamp(excess, 1, ForgetAtOnce);
        using var reader = _forget.ExecuteReader();
        while (reader.Read())
        {
            _bytes[graded] -= reader.GetInt64(0);
            _counts[graded]--;
        }
    }

    private void Rollback()
    {
        try
        {
            Run("ROLLBACK;");
        }
        catch (SqliteException)
        {
            // SQLite has rolled back by itself, or cannot; the owner opens the file anew either way.
        }
    }

    private void Recount()
    {
        using var command = _connection.Prepare("SELECT graded, count(*), sum(bytes) FROM decision GROUP BY graded;");
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var graded = reader.GetInt64(0) == 0 ? 0 : 1;
            _counts[graded] = reader.GetInt64(1);
            _bytes[graded] = reader.GetInt64(2);
        }
    }

    private void Run(string sql) => _connection.Execute(sql);
}
