using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace IndustrialAgents.Hosting;

// The writer's thread.
public sealed partial class SqliteDecisionStore
{
    private void WriteAll()
    {
        var batch = new List<PendingWrite>(_options.MaxBatch);
        while (_queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            batch.Clear();
            while (batch.Count < _options.MaxBatch && _queue.Reader.TryRead(out var write))
            {
                batch.Add(write);
            }

            WriteBatch(batch);
        }

        Close();
    }

    [SuppressMessage("Design", "CA1031", Justification = "Nothing a write meets may end the writer's thread; callers get it as an IOException.")]
    private void WriteBatch(List<PendingWrite> batch)
    {
        try
        {
            OpenWriter();
            _writer!.Write(batch);
        }
        catch (Exception e)
        {
            _writer?.Dispose();
            _writer = null;
            _failing = true;
            _suspectDamage = SqliteFailure.IsDamage(e);
            LogWriteFailed(batch.Count, _options.Path, e);
            foreach (var write in batch)
            {
                write.Fail(SqliteFailure.ToIOException(e, _options.Path));
            }

            return;
        }

        if (_failing)
        {
            _failing = false;
            LogRecovered(_options.Path);
        }

        foreach (var write in batch)
        {
            write.Complete();
        }
    }

    private void OpenWriter()
    {
        if (_writer is not null)
        {
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(_options.Path)!);
        if (_suspectDamage && DamagedDatabase.FindDamage(_options.Path) is { } damage)
        {
            SetAside(damage);
        }

        _suspectDamage = false;
        try
        {
            _writer = new DecisionWriter(_options, _configure);
        }
        catch (SqliteException e) when (SqliteFailure.IsDamage(e))
        {
            SetAside(e.Message);
            _writer = new DecisionWriter(_options, _configure);
        }
    }

    private void SetAside(string reason)
    {
        ResetReader();
        var aside = DamagedDatabase.SetAside(_options.Path, _time.GetUtcNow());
        var (decisions, feedback) = DamagedDatabase.Salvage(aside, _options.Path);
        LogSetAside(_options.Path, reason, aside, decisions, feedback);
    }

    private void Close()
    {
        try
        {
            _writer?.Checkpoint();
        }
        catch (SqliteException e)
        {
            LogCloseFailed(_options.Path, e);
        }

        _writer?.Dispose();
        _writer = null;
    }
}
