namespace IndustrialAgents.Learning;

/// <summary>Sums of gradients, curvatures and rows by feature and bin, of the rows of one leaf.</summary>
internal sealed class TreeHistogram
{
    // Gradient, curvature and count of a bin lie together: a row touches one cache line a feature.
    private const int Fields = 3;
    private readonly double[] _sums;
    private readonly int[] _first;

    public TreeHistogram(BinnedRows rows)
    {
        _first = new int[rows.Features + 1];
        for (var f = 0; f < rows.Features; f++)
        {
            _first[f + 1] = _first[f] + (rows.BinsOf(f) * Fields);
        }

        _sums = new double[_first[^1]];
    }

    /// <summary>Gradient, curvature and rows of all of a feature's bins.</summary>
    public (double Gradient, double Curvature, double Count) Totals
    {
        get
        {
            var (gradient, curvature, count) = (0.0, 0.0, 0.0);
            for (var at = 0; at < _first[1]; at += Fields)
            {
                gradient += _sums[at];
                curvature += _sums[at + 1];
                count += _sums[at + 2];
            }

            return (gradient, curvature, count);
        }
    }

    /// <summary>Counts rows, after forgetting what it held.</summary>
    public void Fill(BinnedRows rows, ReadOnlyMemory<int> members, double[] gradients, double[] curvatures, bool parallel)
    {
        Array.Clear(_sums);
        if (parallel)
        {
            // Every sum belongs to one feature, so it does not depend on how many threads there are.
            Parallel.For(0, rows.Features, f => Fill(rows.Bins[f], members.Span, gradients, curvatures, _sums.AsSpan(_first[f], _first[f + 1] - _first[f])));
            return;
        }

        for (var f = 0; f < rows.Features; f++)
        {
            Fill(rows.Bins[f], members.Span, gradients, curvatures, _sums.AsSpan(_first[f], _first[f + 1] - _first[f]));
        }
    }

    /// <summary>Takes the rows of another away.</summary>
    public void Subtract(TreeHistogram other) => System.Numerics.Tensors.TensorPrimitives.Subtract(_sums, other._sums, _sums);

    /// <summary>The split of one feature that gains most, if more than <paramref name="best"/>.</summary>
    public TreeSplit Best(int feature, TreeSplit best, double least, double regularization, (double Gradient, double Curvature, double Count) totals)
    {
        var (gradient, curvature, count) = (0.0, 0.0, 0.0);
        var parent = totals.Gradient * totals.Gradient / Math.Max(totals.Curvature + regularization, 1e-300);
        for (var at = _first[feature]; at < _first[feature + 1] - Fields; at += Fields)
        {
            gradient += _sums[at];
            curvature += _sums[at + 1];
            count += _sums[at + 2];
            if (count < least)
            {
                continue;
            }

            if (totals.Count - count < least)
            {
                break;
            }

            var rest = totals.Gradient - gradient;
            var both = (gradient * gradient / Math.Max(curvature + regularization, 1e-300))
                + (rest * rest / Math.Max(totals.Curvature - curvature + regularization, 1e-300));

            // What is left of equal sums is rounding, not a gain.
            if (both - parent > Math.Max(best.Gain, 1e-10 * both))
            {
                best = new TreeSplit(both - parent, feature, (at - _first[feature]) / Fields);
            }
        }

        return best;
    }

    private static void Fill(byte[] bins, ReadOnlySpan<int> members, double[] gradients, double[] curvatures, Span<double> sums)
    {
        foreach (var row in members)
        {
            var own = sums.Slice(bins[row] * Fields, Fields);
            own[0] += gradients[row];
            own[1] += curvatures[row];
            own[2]++;
        }
    }
}
