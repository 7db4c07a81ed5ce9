namespace IndustrialAgents.Learning;

/// <summary>Rows whose features are sorted into at most 256 bins, so that a split is found by adding up bins and not by sorting rows. Immutable.</summary>
internal sealed class BinnedRows
{
    private readonly float[][] _edges;

    /// <param name="values">Values <c>[row, feature]</c>, finite.</param>
    /// <param name="features">Number of features.</param>
    /// <param name="most">Most bins of a feature.</param>
    public BinnedRows(ReadOnlyMemory<float> values, int features, int most)
    {
        (Features, Count) = (features, values.Length / features);
        (_edges, Bins) = (new float[features][], new byte[features][]);
        Parallel.For(0, features, f =>
        {
            var column = new float[Count];
            var span = values.Span;
            for (var row = 0; row < Count; row++)
            {
                column[row] = span[(row * features) + f];
            }

            var sorted = column.ToArray();
            Array.Sort(sorted);
            _edges[f] = Edges(sorted, most);
            Bins[f] = Array.ConvertAll(column, value => Bin(_edges[f], value));
        });
    }

    public int Features { get; }

    public int Count { get; }

    /// <summary>Bin of each row, by feature.</summary>
    public byte[][] Bins { get; }

    /// <summary>The value up to which a row lies in a bin or one before.</summary>
    public float Edge(int feature, int bin) => _edges[feature][bin];

    /// <summary>Number of bins of a feature.</summary>
    public int BinsOf(int feature) => _edges[feature].Length + 1;

    // Between neighbouring values: all of them where there are few, else half of them at even shares of the rows and half at even distances. Shares
    // alone would leave the tails, where faults lie, a bin or two.
    private static float[] Edges(float[] sorted, int most)
    {
        var starts = Enumerable.Range(1, sorted.Length - 1).Where(i => sorted[i] != sorted[i - 1]).ToArray();
        if (starts.Length >= most)
        {
            var half = (most - 1) / 2;
            var (low, width) = ((double)sorted[0], ((double)sorted[^1] - sorted[0]) / (most - half));
            var picked = new SortedSet<int>();
            for (int i = 0, share = 1, step = 1; i < starts.Length; i++)
            {
                var (byShare, byDistance) = ((long)starts[i] * (half + 1) >= (long)share * sorted.Length, sorted[starts[i]] > low + (step * width));
                if ((byShare && share <= half) || (byDistance && step < most - half))
                {
                    picked.Add(starts[i]);
                    share = Math.Max(share, (int)((long)starts[i] * (half + 1) / sorted.Length) + 1);
                    step = Math.Max(byDistance ? step + 1 : step, (int)((sorted[starts[i]] - low) / width) + 1);
                }
            }

            starts = [.. picked];
        }

        return Array.ConvertAll(starts, i =>
        {
            // The middle may round to the upper value, which must stay above it.
            var middle = sorted[i - 1] + ((sorted[i] - sorted[i - 1]) / 2);
            return middle < sorted[i] && float.IsFinite(middle) ? middle : sorted[i - 1];
        });
    }

    private static byte Bin(float[] edges, float value)
    {
        var at = Array.BinarySearch(edges, value);
        return (byte)(at < 0 ? ~at : at);
    }
}
