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

    // Between neighbouring values: all of them where there are few, else those at even shares of the rows.
    private static float[] Edges(float[] sorted, int most)
    {
        var distinct = 1;
        for (var i = 1; i < sorted.Length; i++)
        {
            distinct += sorted[i] != sorted[i - 1] ? 1 : 0;
        }

        var edges = new List<float>();
        var (step, next) = (sorted.Length / (double)most, sorted.Length / (double)most);
        for (var i = 1; i < sorted.Length && edges.Count < most - 1; i++)
        {
            if (sorted[i] != sorted[i - 1] && (distinct <= most || i >= next))
            {
                // The middle may round to the upper value, which must stay above it.
                var middle = sorted[i - 1] + ((sorted[i] - sorted[i - 1]) / 2);
                edges.Add(middle < sorted[i] && float.IsFinite(middle) ? middle : sorted[i - 1]);
                next = Math.Max(next + step, i + (step / 2));
            }
        }

        return [.. edges];
    }

    private static byte Bin(float[] edges, float value)
    {
        var at = Array.BinarySearch(edges, value);
        return (byte)(at < 0 ? ~at : at);
    }
}
