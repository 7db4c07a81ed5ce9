using System.Collections.Concurrent;

namespace IndustrialAgents.Assets;

/// <summary>Keeps rows in memory, for tests and development. What it holds does not survive the process. Bounded. Thread-safe.</summary>
public sealed class InMemoryRowLog(InMemoryRowLogOptions? options = null) : IRowLog
{
    private readonly InMemoryRowLogOptions _options = options ?? new InMemoryRowLogOptions();
    private readonly ConcurrentDictionary<AssetPath, StoredRows> _assets = new();

    /// <summary>Rows stored so far, over all assets.</summary>
    public long Total => _assets.Values.Sum(stored => stored.Total);

    /// <inheritdoc/>
    /// <exception cref="OverloadedException">It is one asset more than the log holds.</exception>
    public ValueTask AppendAsync(AssetPath asset, RowBatch batch, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!_assets.TryGetValue(asset, out var stored))
        {
            // Count walks all buckets' locks, but only where an asset is new.
            if (_assets.Count >= _options.MaxAssets)
            {
                throw new OverloadedException("rows in memory, assets", _options.MaxAssets);
            }

            stored = _assets.GetOrAdd(asset, _ => new StoredRows());
        }

        stored.Append(batch, _options.MaxRowsPerAsset);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<RowTail> ReadTailAsync(AssetPath asset, int rows, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(_assets.TryGetValue(asset, out var stored) ? stored.Tail(rows) : RowTail.Empty);
    }
}
