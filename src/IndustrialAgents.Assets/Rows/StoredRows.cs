namespace IndustrialAgents.Assets;

/// <summary>The rows that an <see cref="InMemoryRowLog"/> keeps of one asset. Thread-safe.</summary>
internal sealed class StoredRows
{
    private readonly Lock _lock = new();
    private readonly Queue<RowBatch> _batches = new();
    private long? _last;
    private int _kept;

    public long Total { get; private set; }

    public void Append(RowBatch batch, int limit)
    {
        lock (_lock)
        {
            var rows = _last is { } last ? batch.After(last) : batch;
            if (rows.Count == 0)
            {
                return;
            }

            // The log's own copy: the caller may use its memory again.
            var kept = rows.Last(limit);
            _batches.Enqueue(new RowBatch(kept.Times.ToArray(), kept.Values.ToArray(), kept.Channels));
            _kept += kept.Count;
            _last = rows.Times.Span[^1];
            Total += rows.Count;
            while (_kept - _batches.Peek().Count >= limit)
            {
                _kept -= _batches.Dequeue().Count;
            }
        }
    }

    public RowTail Tail(int rows)
    {
        lock (_lock)
        {
            return new RowTail(RowBatches.JoinLast([.. _batches.Reverse()], rows), _last, Total);
        }
    }
}
