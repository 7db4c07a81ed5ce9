using IndustrialAgents.Assets;

namespace IndustrialAgents.Postgres;

/// <summary>Rows of an asset on their way into the database.</summary>
/// <param name="asset">The asset.</param>
/// <param name="rows">The rows; at least one.</param>
internal sealed class RowWrite(string asset, RowBatch rows) : PendingWrite((rows.Count * sizeof(long)) + (rows.Values.Length * (long)sizeof(float)))
{
    public string Asset => asset;

    /// <summary>The rows that are not known to be stored.</summary>
    public RowBatch Rows { get; private set; } = rows;

    public byte[] Body { get; private set; } = RowCodec.Encode(rows);

    /// <summary>Leaves out the rows up to a time.</summary>
    public void KeepAfter(long time)
    {
        Rows = Rows.After(time);
        Body = Rows.Count > 0 ? RowCodec.Encode(Rows) : [];
    }
}
