namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>The nodes of all trees of an isolation forest, one after another, and how they are grown.</summary>
internal sealed class IsolationTrees
{
    // Path lengths are whole multiples of 1 / 1024: their float32 sum is exact in any order, so the native form and the model agree to the bit.
    private const double Grain = 1024;
    private const double Euler = 0.5772156649015329;

    /// <summary>First node of each tree.</summary>
    public List<int> Roots { get; } = [];

    /// <summary>Channel that a node splits; -1 for a leaf.</summary>
    public List<int> Channel { get; } = [];

    /// <summary>Value up to which a row goes to the first child; the path length for a leaf.</summary>
    public List<float> Value { get; } = [];

    /// <summary>First child, for values up to <see cref="Value"/>; 0 for a leaf.</summary>
    public List<int> Low { get; } = [];

    /// <summary>Second child; 0 for a leaf.</summary>
    public List<int> High { get; } = [];

    /// <summary>Mean path length of a search that finds nothing among so many samples: what a path length is held against.</summary>
    public static double Expected(int samples) => samples switch
    {
        <= 1 => 0,
        2 => 1,
        _ => (2 * (Math.Log(samples - 1) + Euler)) - (2.0 * (samples - 1) / samples),
    };

    /// <summary>Grows one tree on the rows named.</summary>
    public void Grow(float[] rows, int width, Span<int> chosen, Random random)
    {
        Roots.Add(Channel.Count);
        Grow(rows, width, chosen, 0, (int)Math.Ceiling(Math.Log2(chosen.Length)), random);
    }

    /// <summary>Sum of a row's path lengths over all trees.</summary>
    public float Sum(ReadOnlySpan<float> row)
    {
        var sum = 0f;
        foreach (var root in Roots)
        {
            var node = root;
            while (Channel[node] >= 0)
            {
                node = row[Channel[node]] <= Value[node] ? Low[node] : High[node];
            }

            sum += Value[node];
        }

        return sum;
    }

    private int Grow(float[] rows, int width, Span<int> chosen, int depth, int deepest, Random random)
    {
        var node = Channel.Count;
        var split = depth < deepest && chosen.Length > 1 ? Split(rows, width, chosen, random) : null;
        Channel.Add(split?.Channel ?? -1);
        Value.Add(split?.Value ?? (float)(Math.Round(Grain * (depth + Expected(chosen.Length))) / Grain));
        Low.Add(0);
        High.Add(0);
        if (split is not { } found)
        {
            return node;
        }

        var count = 0;
        for (var i = 0; i < chosen.Length; i++)
        {
            if (rows[(chosen[i] * width) + found.Channel] <= found.Value)
            {
                (chosen[count], chosen[i]) = (chosen[i], chosen[count]);
                count++;
            }
        }

        Low[node] = Grow(rows, width, chosen[..count], depth + 1, deepest, random);
        High[node] = Grow(rows, width, chosen[count..], depth + 1, deepest, random);
        return node;
    }

    // A random channel among those that vary, a random value between its least and its greatest.
    private static (int Channel, float Value)? Split(float[] rows, int width, ReadOnlySpan<int> chosen, Random random)
    {
        var first = random.Next(width);
        for (var i = 0; i < width; i++)
        {
            var channel = (first + i) % width;
            var (least, greatest) = (float.PositiveInfinity, float.NegativeInfinity);
            foreach (var row in chosen)
            {
                var value = rows[(row * width) + channel];
                (least, greatest) = (Math.Min(least, value), Math.Max(greatest, value));
            }

            if (least < greatest)
            {
                var between = (float)(least + (random.NextDouble() * ((double)greatest - least)));
                return (channel, between < greatest ? between : least);
            }
        }

        return null;
    }
}
