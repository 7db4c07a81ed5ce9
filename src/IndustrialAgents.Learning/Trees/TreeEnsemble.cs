namespace IndustrialAgents.Learning;

/// <summary>
/// Regression trees whose leaves add up: nodes in one table, those of a tree one after another with its root first, children after their parent.
/// Immutable and thread-safe.
/// </summary>
public sealed class TreeEnsemble
{
    private readonly TreeNode[] _nodes;
    private readonly int[] _roots;

    /// <summary>An ensemble of given nodes.</summary>
    /// <param name="features">Number of features of a row.</param>
    /// <param name="offset">What is added to the sum of leaves.</param>
    /// <param name="roots">Places of the roots, rising from 0.</param>
    /// <param name="nodes">The nodes of all trees.</param>
    /// <exception cref="InvalidStatisticsException">A node leads nowhere or back, or a value is not finite.</exception>
    public TreeEnsemble(int features, double offset, ReadOnlySpan<int> roots, ReadOnlySpan<TreeNode> nodes)
    {
        (Features, Offset, _roots, _nodes) = (features, offset, roots.ToArray(), nodes.ToArray());
        if (features < 1 || !double.IsFinite(offset) || (nodes.Length > 0 && (roots.Length == 0 || roots[0] != 0)))
        {
            throw new InvalidStatisticsException($"trees of {features} features with offset {offset} and {roots.Length} roots cannot be used");
        }

        for (var tree = 0; tree < _roots.Length; tree++)
        {
            var end = tree + 1 < _roots.Length ? _roots[tree + 1] : _nodes.Length;
            for (var at = _roots[tree]; at < end; at++)
            {
                var node = _nodes[at];
                if (!float.IsFinite(node.Value) || (!node.IsLeaf && (node.Feature >= features || node.Low <= at || node.High <= at || Math.Max(node.Low, node.High) >= end)))
                {
                    throw new InvalidStatisticsException($"node {at} of the trees leads nowhere, or its value {node.Value} is not finite");
                }
            }

            if (end <= _roots[tree])
            {
                throw new InvalidStatisticsException($"tree {tree} has no nodes");
            }
        }
    }

    /// <summary>Number of features of a row.</summary>
    public int Features { get; }

    /// <summary>What is added to the sum of leaves.</summary>
    public double Offset { get; }

    /// <summary>Places of the roots.</summary>
    public ReadOnlySpan<int> Roots => _roots;

    /// <summary>The nodes of all trees.</summary>
    public ReadOnlySpan<TreeNode> Nodes => _nodes;

    /// <summary>The sum of one row's leaves and the offset.</summary>
    /// <param name="row">One value a feature; NaN goes to the high side, as in a comparison that fails.</param>
    /// <exception cref="ArgumentException">The row has not one value a feature.</exception>
    public double Predict(ReadOnlySpan<float> row)
    {
        if (row.Length != Features)
        {
            throw new ArgumentException($"a row of {row.Length} values; the trees have {Features} features", nameof(row));
        }

        var sum = Offset;
        foreach (var root in _roots)
        {
            sum += _nodes[Leaf(row, root)].Value;
        }

        return sum;
    }

    private int Leaf(ReadOnlySpan<float> row, int at)
    {
        while (!_nodes[at].IsLeaf)
        {
            ref readonly var node = ref _nodes[at];
            at = row[node.Feature] <= node.Value ? node.Low : node.High;
        }

        return at;
    }
}
