namespace IndustrialAgents.Assets;

/// <summary>Joins batches of one asset, as stores of rows need for a tail. Thread-safe.</summary>
public static class RowBatches
{
    /// <summary>The last rows of batches that follow one another, as one batch.</summary>
    /// <param name="newestFirst">The batches, the newest first. Those before one of another number of channels are left out.</param>
    /// <param name="rows">How many rows, at most.</param>
    /// <returns>The rows, oldest first; null where there are none.</returns>
    public static RowBatch? JoinLast(IReadOnlyList<RowBatch> newestFirst, int rows)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        var (used, count) = (0, 0);
        while (used < newestFirst.Count && count < rows && newestFirst[used].Channels == newestFirst[0].Channels)
        {
            count += newestFirst[used++].Count;
        }

        count = Math.Min(count, rows);
        if (count == 0)
        {
            return null;
        }

        var channels = newestFirst[0].Channels;
        var times = new long[count];
        var values = new float[count * channels];
        var end = count;
        for (var i = 0; i < used; i++)
        {
            var part = newestFirst[i].Last(end);
            end -= part.Count;
            part.Times.CopyTo(times.AsMemory(end));
            part.Values.CopyTo(values.AsMemory(end * channels));
        }

        return new RowBatch(times, values, channels);
    }
}
