using System.Threading.Channels;

namespace IndustrialAgents.Postgres;

/// <summary>
/// Group commit: a record is written at once when nothing is being written, and what comes meanwhile is gathered into the next batch. Bounded in
/// records and bytes; refuses what is more. Thread-safe.
/// </summary>
internal sealed class GroupWriter<T> : IAsyncDisposable
    where T : PendingWrite
{
    private readonly string _name;
    private readonly PostgresOptions _options;
    private readonly Func<IReadOnlyList<T>, Task> _write;
    private readonly Action<int, Exception?> _told;
    private readonly Channel<T> _queue;
    private readonly Task _writing;
    private long _records;
    private long _bytes;
    private bool _failing;

    /// <summary>Starts a writer.</summary>
    /// <param name="name">What it is called where it refuses.</param>
    /// <param name="options">Its bounds.</param>
    /// <param name="write">Writes a batch and completes its records; one that throws is called again for each record alone where the data are at fault.</param>
    /// <param name="told">Hears how many records failed and why, and with null that writing works again.</param>
    public GroupWriter(string name, PostgresOptions options, Func<IReadOnlyList<T>, Task> write, Action<int, Exception?> told)
    {
        (_name, _options, _write, _told) = (name, options, write, told);
        _queue = Channel.CreateUnbounded<T>(new UnboundedChannelOptions { SingleReader = true });
        _writing = Task.Run(WriteAllAsync);
    }

    /// <summary>Takes a record; returns once it is durable.</summary>
    /// <exception cref="OverloadedException">Too much waits; it was not taken.</exception>
    /// <exception cref="IOException">It was not written, or is not known to be.</exception>
    public async ValueTask WriteAsync(T write, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Enter(write);
        if (!_queue.Writer.TryWrite(write))
        {
            Leave(write);
            throw new ObjectDisposedException(_name);
        }

        await write.Written.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes what waits and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _writing.ConfigureAwait(false);
    }

    private void Enter(T write)
    {
        if (Interlocked.Increment(ref _records) > _options.MaxQueue)
        {
            Interlocked.Decrement(ref _records);
            throw new OverloadedException(_name, _options.MaxQueue);
        }

        // A record larger than the bound goes where it is alone.
        var bytes = Interlocked.Add(ref _bytes, write.Bytes);
        if (bytes > _options.MaxQueueBytes && bytes > write.Bytes)
        {
            Leave(write);
            throw new OverloadedException($"{_name}, bytes", (int)Math.Min(int.MaxValue, _options.MaxQueueBytes));
        }
    }

    private void Leave(T write)
    {
        Interlocked.Decrement(ref _records);
        Interlocked.Add(ref _bytes, -write.Bytes);
    }

    private async Task WriteAllAsync()
    {
        var batch = new List<T>(_options.MaxBatch);
        while (await _queue.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            Gather(batch);
            await WriteAsync(batch).ConfigureAwait(false);
            batch.ForEach(Leave);
        }
    }

    private void Gather(List<T> batch)
    {
        batch.Clear();
        var bytes = 0L;
        while (batch.Count < _options.MaxBatch && _queue.Reader.TryPeek(out var next) && (batch.Count == 0 || bytes + next.Bytes <= _options.MaxBatchBytes))
        {
            _queue.Reader.TryRead(out _);
            batch.Add(next);
            bytes += next.Bytes;
        }
    }

    [System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1031", Justification = "Nothing a write meets may end the writer; callers get it as an IOException.")]
    private async Task WriteAsync(List<T> batch)
    {
        try
        {
            await _write(batch).ConfigureAwait(false);
            if (_failing)
            {
                _failing = false;
                _told(0, null);
            }
        }
        catch (Exception e) when (batch.Count > 1 && PostgresFailure.IsOfData(e))
        {
            foreach (var write in batch)
            {
                await WriteAsync([write]).ConfigureAwait(false);
            }
        }
        catch (Exception e)
        {
            _failing = true;
            _told(batch.Count, e);
            var error = PostgresFailure.ToIOException(e);
            foreach (var write in batch)
            {
                write.Fail(error);
            }
        }
    }
}
