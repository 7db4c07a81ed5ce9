using IndustrialAgents.Assets;

namespace IndustrialAgents.Silo.Bench;

/// <summary>Takes rows and keeps none, as a silo does whose rows are in a database of another machine.</summary>
internal sealed class UnstoredRows : IRowLog
{
    /// <inheritdoc/>
    public ValueTask AppendAsync(AssetPath asset, RowBatch batch, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public ValueTask<RowTail> ReadTailAsync(AssetPath asset, int rows, CancellationToken cancellationToken) => new(RowTail.Empty);
}
