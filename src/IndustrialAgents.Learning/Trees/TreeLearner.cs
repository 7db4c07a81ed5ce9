using System.Numerics.Tensors;

namespace IndustrialAgents.Learning;

/// <summary>
/// Fits trees to rows of features on histograms (Ke et al. 2017): by gradient boosting (Friedman 2001, doi:10.1214/aos/1013203451), each tree a Newton
/// step on what those before left over, or as a random forest (Breiman 2001, doi:10.1023/A:1010933404324). The same rows and seed give the same
/// trees, whatever the number of threads. Thread-safe.
/// </summary>
public static class TreeLearner
{
    private const int MaxTrees = 100_000;

    /// <summary>Boosts trees that add up to the targets, least squares.</summary>
    /// <param name="values">Features <c>[row, feature]</c>, finite.</param>
    /// <param name="features">Number of features.</param>
    /// <param name="targets">Target of each row, finite.</param>
    /// <param name="options">How; the defaults where null.</param>
    /// <param name="cancellationToken">Stops it between trees.</param>
    /// <exception cref="InvalidStatisticsException">The rows or options cannot be used.</exception>
    public static TreeEnsemble Boost(
        ReadOnlyMemory<float> values, int features, ReadOnlySpan<float> targets, TreeOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new TreeOptions();
        Validate(values.Span, features, targets, options);
        var wanted = new double[targets.Length];
        TensorPrimitives.ConvertTruncating(targets, wanted);
        return Boost(values, features, TensorPrimitives.Average<double>(wanted), options, Derive, cancellationToken);

        void Derive(double[] scores, double[] gradients, double[] curvatures)
        {
            TensorPrimitives.Subtract(scores, wanted, gradients);
            Array.Fill(curvatures, 1);
        }
    }

    /// <summary>Boosts trees that add up to the logarithm of the odds that a row is of the class, logistic loss.</summary>
    /// <inheritdoc cref="Boost(ReadOnlyMemory{float}, int, ReadOnlySpan{float}, TreeOptions?, CancellationToken)"/>
    /// <param name="values">Features <c>[row, feature]</c>, finite.</param>
    /// <param name="features">Number of features.</param>
    /// <param name="targets">1 of rows of the class, 0 of others; at least one of each.</param>
    /// <param name="options">How; the defaults where null.</param>
    /// <param name="cancellationToken">Stops it between trees.</param>
    public static TreeEnsemble BoostOdds(
        ReadOnlyMemory<float> values, int features, ReadOnlySpan<float> targets, TreeOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new TreeOptions();
        Validate(values.Span, features, targets, options);
        var wanted = targets.ToArray();
        double share = wanted.Average();
        if (share is <= 0 or >= 1 || Array.Exists(wanted, value => value is not (0 or 1)))
        {
            throw new InvalidStatisticsException("targets must be 0 or 1, with at least one of each");
        }

        return Boost(values, features, Math.Log(share / (1 - share)), options, Derive, cancellationToken);

        void Derive(double[] scores, double[] gradients, double[] curvatures)
        {
            for (var row = 0; row < scores.Length; row++)
            {
                var probability = 1 / (1 + Math.Exp(-scores[row]));
                (gradients[row], curvatures[row]) = (probability - wanted[row], Math.Max(probability * (1 - probability), 1e-16));
            }
        }
    }

    /// <summary>Grows a forest whose sum is the mean of its trees, each on rows drawn with replacement; of targets 0 and 1, it is a share.</summary>
    /// <inheritdoc cref="Boost(ReadOnlyMemory{float}, int, ReadOnlySpan{float}, TreeOptions?, CancellationToken)"/>
    public static TreeEnsemble Forest(
        ReadOnlyMemory<float> values, int features, ReadOnlySpan<float> targets, TreeOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new TreeOptions();
        Validate(values.Span, features, targets, options);
        var (wanted, rows) = (targets.ToArray(), new BinnedRows(values, features, options.Bins));
        var trees = new TreeNode[options.Trees][];
        Parallel.For(0, options.Trees, new ParallelOptions { CancellationToken = cancellationToken }, tree =>
        {
            var random = new Random(unchecked((options.Seed * 31_337) + tree));
            var (gradients, curvatures) = (new double[rows.Count], new double[rows.Count]);
            for (var draw = 0; draw < rows.Count; draw++)
            {
                curvatures[random.Next(rows.Count)]++;
            }

            for (var row = 0; row < rows.Count; row++)
            {
                gradients[row] = -wanted[row] * curvatures[row];
            }

            int[] drawn = [.. Enumerable.Range(0, rows.Count).Where(row => curvatures[row] > 0)];
            var grower = new TreeGrower(rows, options with { Regularization = 0 }, random, parallel: false);
            trees[tree] = grower.Grow(drawn, gradients, curvatures, 1.0 / options.Trees, null);
        });
        return Join(features, 0, trees);
    }

    private static TreeEnsemble Boost(
        ReadOnlyMemory<float> values, int features, double offset, TreeOptions options, Action<double[], double[], double[]> derive, CancellationToken cancellationToken)
    {
        var rows = new BinnedRows(values, features, options.Bins);
        var (scores, gradients, curvatures) = (new double[rows.Count], new double[rows.Count], new double[rows.Count]);
        Array.Fill(scores, offset);
        var random = new Random(options.Seed);
        var order = Enumerable.Range(0, rows.Count).ToArray();
        var take = Math.Clamp((int)Math.Ceiling(rows.Count * options.RowShare), 1, rows.Count);
        var grower = new TreeGrower(rows, options, random, parallel: true);
        var trees = new TreeNode[options.Trees][];
        for (var tree = 0; tree < trees.Length; tree++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            derive(scores, gradients, curvatures);
            if (take < rows.Count)
            {
                random.Shuffle(order);
            }

            trees[tree] = grower.Grow(order[..take], gradients, curvatures, options.LearningRate, scores);
        }

        return Join(features, offset, trees);
    }

    private static TreeEnsemble Join(int features, double offset, TreeNode[][] trees)
    {
        var (nodes, roots) = (new List<TreeNode>(), new List<int>());
        foreach (var tree in trees)
        {
            var root = nodes.Count;
            roots.Add(root);
            nodes.AddRange(tree.Select(node => node.IsLeaf ? node : node with { Low = node.Low + root, High = node.High + root }));
        }

        return new TreeEnsemble(features, offset, [.. roots], [.. nodes]);
    }

    private static void Validate(ReadOnlySpan<float> values, int features, ReadOnlySpan<float> targets, TreeOptions options)
    {
        Require(features >= 1 && targets.Length >= 1 && values.Length == (long)targets.Length * features, $"{values.Length} values are not rows of {features} features for {targets.Length} targets");
        Require(TensorPrimitives.IsFiniteAll(values) && TensorPrimitives.IsFiniteAll(targets), "a feature or target is NaN or infinite; leave such rows out or fill them");
        Require(options.Trees is >= 1 and <= MaxTrees, $"trees: {options.Trees}; from 1 to {MaxTrees} make sense");
        Require(options.Leaves >= 2 && options.LeafRows >= 1, $"leaves: {options.Leaves} of at least {options.LeafRows} rows; at least 2 of 1 make sense");
        Require(options.Bins is >= 2 and <= 256, $"bins: {options.Bins}; from 2 to 256 make sense");
        Require(options.LearningRate is > 0 and <= 1, $"learningRate: {options.LearningRate}; it must be in (0, 1]");
        Require(options.FeatureShare is > 0 and <= 1 && options.RowShare is > 0 and <= 1, $"featureShare {options.FeatureShare}, rowShare {options.RowShare}; they must be in (0, 1]");
        Require(options.Regularization >= 0 && double.IsFinite(options.Regularization), $"regularization: {options.Regularization}; it must not be negative");
    }

    private static void Require(bool holds, string message)
    {
        if (!holds)
        {
            throw new InvalidStatisticsException(message);
        }
    }
}
