using System.Runtime.InteropServices;

namespace IndustrialAgents.Experts.Language.Knowledge;

public sealed partial class KnowledgeStore
{
    /// <summary>Reads the vectors of a document's chunks that are there.</summary>
    /// <param name="document">The document.</param>
    /// <param name="encoder">The encoder that made them.</param>
    /// <param name="vectors">Where they are put, each at its chunk's place.</param>
    /// <param name="dimension">Numbers of a vector; one of another length counts as missing.</param>
    /// <returns>The ordinals of the chunks that have one.</returns>
    internal HashSet<int> ReadVectors(long document, string encoder, float[] vectors, int dimension) => GuardReading(() =>
    {
        var known = new HashSet<int>();
        using var command = Prepare(_reading, "SELECT ordinal, \"values\" FROM vector WHERE document = $d AND encoder = $e", ("$d", document), ("$e", encoder));
        using var row = command.ExecuteReader();
        while (row.Read())
        {
            var (ordinal, values) = (row.GetInt32(0), row.GetFieldValue<byte[]>(1));
            if (values.Length == dimension * sizeof(float) && ordinal >= 0 && (ordinal + 1) * dimension <= vectors.Length)
            {
                MemoryMarshal.Cast<byte, float>(values).CopyTo(vectors.AsSpan(ordinal * dimension));
                known.Add(ordinal);
            }
        }

        return known;
    });

    /// <summary>Keeps vectors of a document's chunks, all or none.</summary>
    /// <returns>Whether the document is still there.</returns>
    internal bool AddVectors(long document, string encoder, IReadOnlyList<(int Ordinal, float[] Vector)> vectors) => Guard(() =>
    {
        using var transaction = _connection.BeginTransaction();
        using var there = Prepare(_connection, "SELECT COUNT(*) FROM document WHERE id = $d", ("$d", document));
        if ((long)there.ExecuteScalar()! == 0)
        {
            return false;
        }

        using var insert = Prepare(_connection, "INSERT OR REPLACE INTO vector VALUES($d, $o, $e, $v)", ("$d", document), ("$o", 0), ("$e", encoder), ("$v", null));
        foreach (var (ordinal, vector) in vectors)
        {
            insert.Parameters["$o"].Value = ordinal;
            insert.Parameters["$v"].Value = MemoryMarshal.AsBytes(vector.AsSpan()).ToArray();
            insert.ExecuteNonQuery();
        }

        transaction.Commit();
        return true;
    });

    /// <summary>Drops a tenant's vectors of all encoders but one.</summary>
    internal void RemoveVectors(string tenant, string except) => Guard(() =>
    {
        using var command = Prepare(_connection, "DELETE FROM vector WHERE encoder <> $e AND document IN (SELECT id FROM document WHERE tenant = $t)", ("$e", except), ("$t", tenant));
        return command.ExecuteNonQuery();
    });
}
