namespace IndustrialAgents.Assets;

/// <summary>Keeps the sensor rows of assets. Thread-safe.</summary>
public interface IRowLog
{
    /// <summary>
    /// Stores rows; returns once they are durable. Rows not newer than the asset's last one are left out, so a batch whose outcome is not known
    /// may be appended again. Append the batches of an asset one after another, and one that failed again before a newer one: once newer rows are
    /// stored, older ones are taken for repetitions.
    /// </summary>
    /// <param name="asset">The asset.</param>
    /// <param name="batch">Its rows; their memory must not change until the call ends.</param>
    /// <param name="cancellationToken">Ends the waiting; the rows may still be stored.</param>
    /// <exception cref="OverloadedException">Too much waits to be stored; nothing was stored.</exception>
    /// <exception cref="IOException">It is not known to be stored; append it again.</exception>
    ValueTask AppendAsync(AssetPath asset, RowBatch batch, CancellationToken cancellationToken);

    /// <summary>The last stored rows of an asset.</summary>
    /// <param name="asset">The asset.</param>
    /// <param name="rows">How many, at most.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="IOException">They cannot be read.</exception>
    ValueTask<RowTail> ReadTailAsync(AssetPath asset, int rows, CancellationToken cancellationToken);
}
