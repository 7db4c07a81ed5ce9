using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;

namespace IndustrialAgents.Experts.Multimodal;

/// <summary>
/// Fits a joint space. Each modality is whitened with a ridge; the whitened cross-covariances make one symmetric matrix with the identity on its
/// diagonal, whose leading eigenvectors are the directions (with two modalities their eigenvalues are 1 ± canonical correlation). A cross-covariance is
/// taken over the examples that have both modalities.
/// </summary>
internal sealed class JointSpaceFit
{
    private readonly IReadOnlyList<JointExample> _examples;
    private readonly JointSpaceOptions _options;
    private readonly string[] _names;
    private readonly int[] _widths;

    public JointSpaceFit(IReadOnlyList<JointExample> examples, JointSpaceOptions options)
    {
        (_examples, _options) = (examples, options);
        InvalidRequestException.Require(options.Folds >= 2, "folds", $"{options.Folds}; at least 2 are needed to choose on what was not fitted");
        InvalidRequestException.Require(
            options.Dimensions.Count > 0 && options.Dimensions.All(dimension => dimension > 0) && options.Strengths.Count > 0 && options.Strengths.All(s => s > 0 && double.IsFinite(s)),
            "dimensions, strengths",
            "name at least one of each, all positive and finite");
        InvalidRequestException.Require(examples.Count >= 2 * options.Folds, "examples", $"{examples.Count}; at least {2 * options.Folds} are needed for {options.Folds} parts of two");
        _names = [.. examples.SelectMany(example => example.Features.Keys).Distinct().Order(StringComparer.Ordinal)];
        InvalidRequestException.Require(_names.Length >= 2, "examples", $"features of {_names.Length} modalities; a joint space needs at least two");
        _widths = Array.ConvertAll(_names, name => examples.First(example => example.Features.ContainsKey(name)).Features[name].Length);
        foreach (var example in examples)
        {
            for (var v = 0; v < _names.Length; v++)
            {
                if (example.Features.TryGetValue(_names[v], out var features))
                {
                    JointSpace.Check(features, _widths[v], _names[v]);
                }
            }
        }
    }

    public JointSpace Solve()
    {
        var order = Enumerable.Range(0, _examples.Count).ToArray();
        new Random(_options.Seed).Shuffle(order);
        int[] dimensions = [.. _options.Dimensions.Select(dimension => Math.Min(dimension, _widths.Min())).Distinct().Order()];
        var best = (Rank: double.NegativeInfinity, Strength: 0.0, Dimension: 0);
        foreach (var strength in _options.Strengths)
        {
            var ranks = new double[dimensions.Length];
            for (var fold = 0; fold < _options.Folds; fold++)
            {
                var held = order.Where((_, i) => i % _options.Folds == fold).Select(i => _examples[i]).ToArray();
                var views = Views([.. order.Where((_, i) => i % _options.Folds != fold).Select(i => _examples[i])], strength, dimensions[^1]);
                for (var d = 0; d < dimensions.Length; d++)
                {
                    ranks[d] += ReciprocalRank.Of(new JointSpace(Truncate(views, dimensions[d])), held) / _options.Folds;
                }
            }

            for (var d = 0; d < dimensions.Length; d++)
            {
                if (ranks[d] > best.Rank)
                {
                    best = (ranks[d], strength, dimensions[d]);
                }
            }
        }

        return new JointSpace(Truncate(Views(_examples, best.Strength, best.Dimension), best.Dimension)) { Strength = best.Strength, HeldOutReciprocalRank = best.Rank };
    }

    private static IEnumerable<KeyValuePair<string, JointView>> Truncate(IReadOnlyDictionary<string, JointView> views, int dimension) => views.Select(pair =>
    {
        var (view, width) = (pair.Value, pair.Value.Mean.Length);
        var projection = new float[width * dimension];
        for (var i = 0; i < width; i++)
        {
            view.Projection.AsSpan(i * view.Dimension, dimension).CopyTo(projection.AsSpan(i * dimension));
        }

        return KeyValuePair.Create(pair.Key, new JointView(view.Mean, projection));
    });

    private Dictionary<string, JointView> Views(IReadOnlyList<JointExample> examples, double strength, int dimension)
    {
        var means = Array.ConvertAll(_names, name => Mean(examples, name));
        var whitening = new Matrix<double>[_names.Length];
        for (var v = 0; v < whitening.Length; v++)
        {
            whitening[v] = Whiten(Covariance(examples, means, v, v), strength);
        }

        var starts = _widths.Select((_, v) => _widths[..v].Sum()).ToArray();
        var all = DenseMatrix.CreateIdentity(_widths.Sum());
        for (var u = 0; u < _names.Length; u++)
        {
            for (var v = u + 1; v < _names.Length; v++)
            {
                var block = whitening[u] * Covariance(examples, means, u, v) * whitening[v];
                all.SetSubMatrix(starts[u], starts[v], block);
                all.SetSubMatrix(starts[v], starts[u], block.Transpose());
            }
        }

        var decomposition = all.Evd(Symmetricity.Symmetric);
        var views = new Dictionary<string, JointView>();
        for (var v = 0; v < _names.Length; v++)
        {
            var directions = DenseMatrix.Create(_widths[v], dimension, (i, d) =>
            {
                var at = all.RowCount - 1 - d;
                var correlation = Math.Max(0, (decomposition.EigenValues[at].Real - 1) / (_names.Length - 1));
                return correlation * decomposition.EigenVectors[starts[v] + i, at];
            });
            var projection = whitening[v] * directions;
            var weights = new float[_widths[v] * dimension];
            for (var i = 0; i < weights.Length; i++)
            {
                weights[i] = (float)projection[i / dimension, i % dimension];
            }

            views[_names[v]] = new JointView(Array.ConvertAll(means[v], value => (float)value), weights);
        }

        return views;
    }

    private static double[] Mean(IReadOnlyList<JointExample> examples, string name)
    {
        var there = examples.Where(example => example.Features.ContainsKey(name)).Select(example => example.Features[name]).ToArray();
        InvalidRequestException.Require(there.Length >= 2, $"features.{name}", $"only {there.Length} of {examples.Count} examples have it; give it more");
        var mean = new double[there[0].Length];
        foreach (var features in there)
        {
            for (var i = 0; i < mean.Length; i++)
            {
                mean[i] += features[i] / (double)there.Length;
            }
        }

        return mean;
    }

    private Matrix<double> Covariance(IReadOnlyList<JointExample> examples, double[][] means, int u, int v)
    {
        var both = examples.Where(example => example.Features.ContainsKey(_names[u]) && example.Features.ContainsKey(_names[v])).ToArray();
        if (both.Length == 0)
        {
            return DenseMatrix.Create(_widths[u], _widths[v], 0);
        }

        return Centred(u).TransposeThisAndMultiply(Centred(v)) / both.Length;

        Matrix<double> Centred(int view) =>
            DenseMatrix.Create(both.Length, _widths[view], (i, j) => both[i].Features[_names[view]][j] - means[view][j]);
    }

    // (C + λ I) to the power -1/2, λ a part of the mean variance.
    private static Matrix<double> Whiten(Matrix<double> covariance, double strength)
    {
        var decomposition = covariance.Evd(Symmetricity.Symmetric);
        var ridge = Math.Max(1e-12, strength * covariance.Trace() / covariance.RowCount);
        var roots = decomposition.EigenValues.Select(value => 1 / Math.Sqrt(Math.Max(0, value.Real) + ridge)).ToArray();
        return decomposition.EigenVectors * DenseMatrix.OfDiagonalArray(roots) * decomposition.EigenVectors.Transpose();
    }
}
