using System.Numerics.Tensors;

namespace IndustrialAgents.Learning;

/// <summary>
/// Ridge regression by its dual (Saunders, Gammerman, Vovk 1998): of n rows it needs the n × n products ΦΦᵀ instead of the d × d sums ΦᵀΦ, so
/// features may outnumber what <see cref="RidgeStatistics"/> holds as long as there are fewer rows. The intercept is not penalised.
/// </summary>
internal sealed class DualRidge
{
    private const int Chunk = 256;
    private readonly RidgeRows _rows;
    private readonly double[] _products;

    public DualRidge(RidgeRows rows)
    {
        _rows = rows;
        var n = rows.Count;
        _products = new double[(long)n * n];
        var turned = new double[(long)Chunk * n];
        for (var first = 0; first < rows.Width; first += Chunk)
        {
            var take = Math.Min(Chunk, rows.Width - first);
            for (var r = 0; r < n; r++)
            {
                for (var i = 0; i < take; i++)
                {
                    turned[(i * n) + r] = rows.Features[(r * rows.Width) + first + i];
                }
            }

            GramKernel.AddTransposedProduct(turned, n, turned, n, take, _products, 1, upper: true);
        }

        for (var r = 0; r < n; r++)
        {
            for (var s = 0; s < r; s++)
            {
                _products[(r * n) + s] = _products[(s * n) + r];
            }
        }
    }

    /// <summary>Mean eigenvalue of the centred products, the scale on which strengths are tried.</summary>
    public double Scale
    {
        get
        {
            var n = _rows.Count;
            var trace = Enumerable.Range(0, n).Sum(r => _products[(r * n) + r]) - (TensorPrimitives.Sum<double>(_products) / n);
            return Math.Max(trace, 0) / n;
        }
    }

    /// <summary>Scores of the rows <paramref name="judged"/> by the fit on <paramref name="fitted"/>, added at their places in <paramref name="scores"/>.</summary>
    /// <returns>False where the strength is too small.</returns>
    public bool Predict(int[] fitted, int[] judged, double strength, double[] scores)
    {
        var (n, k) = (_rows.Count, _rows.TargetCount);
        if (Solve(fitted, strength) is not var (alpha, means, targetMeans))
        {
            return false;
        }

        foreach (var row in judged)
        {
            var own = scores.AsSpan(row * k, k);
            targetMeans.CopyTo(own);
            for (var f = 0; f < fitted.Length; f++)
            {
                TensorPrimitives.MultiplyAdd(alpha.AsSpan(f * k, k), _products[(row * n) + fitted[f]] - means[f], own, own);
            }
        }

        return true;
    }

    /// <summary>The head of all rows.</summary>
    /// <exception cref="InvalidStatisticsException">The strength is too small.</exception>
    public RidgeHead Head(double strength)
    {
        var (d, k) = (_rows.Width, _rows.TargetCount);
        var (alpha, _, targetMeans) = Solve([.. Enumerable.Range(0, _rows.Count)], strength)
            ?? throw new InvalidStatisticsException($"strength {strength} is too small for rows that depend on each other; give a larger one");
        var (weights, featureMeans) = (new double[d * k], new double[d]);
        for (var r = 0; r < _rows.Count; r++)
        {
            for (var i = 0; i < d; i++)
            {
                double value = _rows.Features[(r * d) + i];
                featureMeans[i] += value / _rows.Count;
                var own = weights.AsSpan(i * k, k);
                TensorPrimitives.MultiplyAdd(alpha.AsSpan(r * k, k), value, own, own);
            }
        }

        for (var i = 0; i < d; i++)
        {
            TensorPrimitives.MultiplyAdd(weights.AsSpan(i * k, k), -featureMeans[i], targetMeans, targetMeans);
        }

        return new RidgeHead(d, k, weights, targetMeans, strength);
    }

    // (K + strength I) alpha = y with rows and columns of K centred. The alphas of a target sum to zero, which spares centring a judged row by itself.
    private (double[] Alpha, double[] Means, double[] TargetMeans)? Solve(int[] fitted, double strength)
    {
        var (n, m, k) = (_rows.Count, fitted.Length, _rows.TargetCount);
        var (system, means) = (new double[(long)m * m], new double[m]);
        for (var r = 0; r < m; r++)
        {
            for (var s = 0; s < m; s++)
            {
                system[(r * m) + s] = _products[(fitted[r] * n) + fitted[s]];
            }

            means[r] = TensorPrimitives.Sum<double>(system.AsSpan(r * m, m)) / m;
        }

        var grand = TensorPrimitives.Sum<double>(means) / m;
        for (var r = 0; r < m; r++)
        {
            var own = system.AsSpan(r * m, m);
            TensorPrimitives.Subtract(own, means, own);
            TensorPrimitives.Add(own, grand - means[r], own);
            own[r] += strength;
        }

        var (alpha, targetMeans) = (new double[m * k], new double[k]);
        for (var r = 0; r < m; r++)
        {
            for (var t = 0; t < k; t++)
            {
                alpha[(r * k) + t] = _rows.Targets[(fitted[r] * k) + t];
                targetMeans[t] += alpha[(r * k) + t] / m;
            }
        }

        for (var r = 0; r < m; r++)
        {
            TensorPrimitives.Subtract(alpha.AsSpan(r * k, k), targetMeans, alpha.AsSpan(r * k, k));
        }

        if (!BlockedCholesky.Factor(system, m))
        {
            return null;
        }

        BlockedCholesky.Solve(system, m, alpha, k);
        return (alpha, means, targetMeans);
    }
}
