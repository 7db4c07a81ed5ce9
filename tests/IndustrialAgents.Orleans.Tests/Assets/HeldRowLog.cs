using IndustrialAgents.Assets;

namespace IndustrialAgents.Orleans.Tests.Assets;

/// <summary>A log in memory whose appends can be held up.</summary>
internal sealed class HeldRowLog : IRowLog
{
    private readonly InMemoryRowLog _inner = new();
    private TaskCompletionSource? _gate;
    private int _waiting;

    public int Waiting => Volatile.Read(ref _waiting);

    public void Hold() => _gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Release() => _gate?.SetResult();

    public async ValueTask AppendAsync(AssetPath asset, RowBatch batch, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _waiting);
        await (_gate?.Task ?? Task.CompletedTask);
        Interlocked.Decrement(ref _waiting);
        await _inner.AppendAsync(asset, batch, cancellationToken);
    }

    public ValueTask<RowTail> ReadTailAsync(AssetPath asset, int rows, CancellationToken cancellationToken) => _inner.ReadTailAsync(asset, rows, cancellationToken);
}
