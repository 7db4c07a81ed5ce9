namespace IndustrialAgents.Experts;

/// <summary>Copies rows of one link's states into a new value.</summary>
internal static class StatePacking
{
    /// <summary>Room for so many rows and so much time.</summary>
    public static byte[] Allocate(StateLink link, int rows, long time) =>
        new byte[checked(link.Shape(rows, time).ElementCount * link.ElementType.SizeInBytes())];

    /// <summary>Copies the last <paramref name="length"/> of one row's time to the end of a row of the target; what is before stays as it is.</summary>
    /// <exception cref="ArgumentException">The source is not of the link's type and shape.</exception>
    public static void Copy(
        StateLink link, ElementType type, TensorShape shape, ReadOnlySpan<byte> source, int row, long length, Span<byte> target, int targetRow, int targetRows, long targetTime)
    {
        var dimensions = link.Dimensions;
        if (type != link.ElementType || shape.Rank != dimensions.Count || row >= shape[link.BatchAxis] || length > shape[link.TimeAxis])
        {
            throw new ArgumentException($"{type} {shape} has no row {row} with {length} of '{link.Input}'", nameof(shape));
        }

        // [outer, row, middle, time, inner], of which inner is one run of bytes.
        var (outer, middle, inner) = (1L, 1L, (long)link.ElementType.SizeInBytes());
        for (var axis = 0; axis < dimensions.Count; axis++)
        {
            outer *= axis < link.BatchAxis ? shape[axis] : 1;
            middle *= axis > link.BatchAxis && axis < link.TimeAxis ? shape[axis] : 1;
            inner *= axis > link.TimeAxis ? shape[axis] : 1;
        }

        var (rows, time, count) = (shape[link.BatchAxis], shape[link.TimeAxis], checked((int)(length * inner)));
        for (var o = 0L; o < outer; o++)
        {
            for (var m = 0L; m < middle; m++)
            {
                var from = ((((((o * rows) + row) * middle) + m) * time) + time - length) * inner;
                var to = ((((((o * targetRows) + targetRow) * middle) + m) * targetTime) + targetTime - length) * inner;
                source.Slice(checked((int)from), count).CopyTo(target[checked((int)to)..]);
            }
        }
    }
}
