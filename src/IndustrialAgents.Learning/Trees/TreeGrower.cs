namespace IndustrialAgents.Learning;

/// <summary>
/// Grows one tree at a time, best leaf first, each leaf's value a Newton step -Σg / (Σh + λ). Histograms of a parent less those of its smaller child
/// are those of the larger. Reuses its memory; not thread-safe.
/// </summary>
internal sealed class TreeGrower(BinnedRows rows, TreeOptions options, Random random, bool parallel)
{
    private const int ParallelFrom = 65_536;
    private readonly int[] _features = [.. Enumerable.Range(0, rows.Features)];
    private readonly int _tried = Math.Max(1, (int)Math.Round(rows.Features * options.FeatureShare));
    private readonly Stack<TreeHistogram> _spare = new();
    private readonly int[] _moved = new int[rows.Count];

    /// <summary>Grows a tree.</summary>
    /// <param name="members">The rows it sees; reordered.</param>
    /// <param name="gradients">First derivative of the loss of each row.</param>
    /// <param name="curvatures">Second derivative of the loss of each row.</param>
    /// <param name="rate">Factor of the leaves' values.</param>
    /// <param name="scores">To which the leaves' values are added, of all rows; null where nobody asks.</param>
    public TreeNode[] Grow(int[] members, double[] gradients, double[] curvatures, double rate, double[]? scores)
    {
        var (nodes, bins) = (new List<TreeNode> { default }, new List<int> { 0 });
        var open = new PriorityQueue<Leaf, double>();
        Offer(new Leaf(0, 0, members.Length, Collect(members.AsMemory(), gradients, curvatures)));
        for (var leaves = 1; leaves < options.Leaves && open.TryDequeue(out var leaf, out _); leaves++)
        {
            var next = nodes.Count;
            nodes[leaf.Node] = new TreeNode(leaf.Split.Feature, rows.Edge(leaf.Split.Feature, leaf.Split.Bin), next, next + 1);
            bins[leaf.Node] = leaf.Split.Bin;
            nodes.AddRange([default, default]);
            bins.AddRange([0, 0]);
            var (low, high) = Divide(leaf, next, members, gradients, curvatures);
            Offer(low);
            Offer(high);
        }

        while (open.TryDequeue(out var leaf, out _))
        {
            _spare.Push(leaf.Histogram);
        }

        if (scores is not null)
        {
            AddTo(scores, [.. nodes], [.. bins]);
        }

        return [.. nodes];

        void Offer(Leaf leaf)
        {
            // A leaf until it is split.
            var totals = leaf.Histogram.Totals;
            nodes[leaf.Node] = new TreeNode(-1, (float)(rate * -totals.Gradient / Math.Max(totals.Curvature + options.Regularization, 1e-300)));
            leaf = leaf with { Split = Best(leaf.Histogram, totals) };
            if (leaf.Split.Gain > 0)
            {
                open.Enqueue(leaf, -leaf.Split.Gain);
            }
            else
            {
                _spare.Push(leaf.Histogram);
            }
        }
    }

    private TreeSplit Best(TreeHistogram histogram, (double Gradient, double Curvature, double Count) totals)
    {
        if (_tried < _features.Length)
        {
            random.Shuffle(_features);
        }

        var best = default(TreeSplit);
        for (var f = 0; f < _tried && totals.Count >= 2 * options.LeafRows; f++)
        {
            best = histogram.Best(_features[f], best, options.LeafRows, options.Regularization, totals);
        }

        return best;
    }

    private (Leaf Low, Leaf High) Divide(Leaf leaf, int next, int[] members, double[] gradients, double[] curvatures)
    {
        // In their order, so that memory is read forwards.
        var own = members.AsSpan(leaf.First, leaf.Count);
        var (bins, lower, upper) = (rows.Bins[leaf.Split.Feature], 0, 0);
        foreach (var row in own)
        {
            if (bins[row] <= leaf.Split.Bin)
            {
                own[lower++] = row;
            }
            else
            {
                _moved[upper++] = row;
            }
        }

        _moved.AsSpan(0, upper).CopyTo(own[lower..]);
        var lowIsSmaller = lower <= upper;
        var smaller = Collect(members.AsMemory(lowIsSmaller ? leaf.First : leaf.First + lower, Math.Min(lower, upper)), gradients, curvatures);
        leaf.Histogram.Subtract(smaller);
        var (low, high) = lowIsSmaller ? (smaller, leaf.Histogram) : (leaf.Histogram, smaller);
        return (new Leaf(next, leaf.First, lower, low), new Leaf(next + 1, leaf.First + lower, upper, high));
    }

    private TreeHistogram Collect(ReadOnlyMemory<int> members, double[] gradients, double[] curvatures)
    {
        var histogram = _spare.TryPop(out var spare) ? spare : new TreeHistogram(rows);
        histogram.Fill(rows, members, gradients, curvatures, parallel && (long)members.Length * rows.Features >= ParallelFrom);
        return histogram;
    }

    private void AddTo(double[] scores, TreeNode[] nodes, int[] bins)
    {
        for (var row = 0; row < scores.Length; row++)
        {
            var at = 0;
            while (!nodes[at].IsLeaf)
            {
                at = rows.Bins[nodes[at].Feature][row] <= bins[at] ? nodes[at].Low : nodes[at].High;
            }

            scores[row] += nodes[at].Value;
        }
    }

    private readonly record struct Leaf(int Node, int First, int Count, TreeHistogram Histogram)
    {
        public TreeSplit Split { get; init; }
    }
}
