namespace IndustrialAgents.Assets;

/// <summary>The last stored rows of an asset.</summary>
/// <param name="Rows">
/// The rows, oldest first, all of as many channels as the newest: rows stored before the number of channels changed are left out. Null where
/// there are none.
/// </param>
/// <param name="LastTime">Time of the newest row ever stored, as UTC ticks, also where it has been trimmed; only newer rows are taken. Null where there was none.</param>
/// <param name="Total">Rows stored so far, those that have been trimmed included.</param>
public sealed record RowTail(RowBatch? Rows, long? LastTime, long Total)
{
    /// <summary>The tail of an asset without rows.</summary>
    public static RowTail Empty { get; } = new(null, null, 0);
}
