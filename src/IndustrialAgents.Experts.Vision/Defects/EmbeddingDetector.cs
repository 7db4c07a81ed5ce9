using System.Numerics.Tensors;

namespace IndustrialAgents.Experts.Vision.Defects;

/// <summary>
/// Tells how unusual one embedding of a whole picture is against those of good parts: a distance by their shrunk covariance, in deviations of what good
/// rows get while they are held out. Immutable and thread-safe.
/// </summary>
public sealed class EmbeddingDetector
{
    private readonly Fitted _fitted;
    private readonly double _mean;
    private readonly double _deviation;

    private EmbeddingDetector(Fitted fitted, double mean, double deviation) => (_fitted, _mean, _deviation) = (fitted, mean, deviation);

    /// <summary>Fits to embeddings of good parts.</summary>
    /// <param name="good">Rows of one width, finite, at least 4.</param>
    /// <param name="folds">Parts that are held out in turn to find the scale of the scores, at least 2.</param>
    /// <param name="options">How to judge; the defaults where null.</param>
    /// <exception cref="InvalidRequestException">There are too few rows or folds, the widths differ, a value is not finite or an option is wrong.</exception>
    public static EmbeddingDetector Fit(IReadOnlyList<float[]> good, int folds = 5, EmbeddingDetectorOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(good);
        options ??= new EmbeddingDetectorOptions();
        options.Validate();
        InvalidRequestException.Require(good.Count >= 4, "good", $"{good.Count} rows; give at least 4 embeddings of good parts");
        InvalidRequestException.Require(folds >= 2, "folds", $"{folds}; at least 2 are needed to judge what was not fitted");
        for (var r = 0; r < good.Count; r++)
        {
            InvalidRequestException.Require(
                good[r].Length == good[0].Length && good[r].Length > 0 && Array.TrueForAll(good[r], float.IsFinite), $"good[{r}]", $"has {good[r].Length} values, or one that is not finite; give {good[0].Length} numbers");
        }

        folds = Math.Min(folds, good.Count / 2);
        var held = new double[good.Count];
        Parallel.For(0, folds, fold =>
        {
            var others = new Fitted([.. good.Where((_, i) => i % folds != fold)], options);
            for (var i = fold; i < good.Count; i += folds)
            {
                held[i] = others.Judge(good[i]);
            }
        });
        var mean = held.Average();
        return new EmbeddingDetector(new Fitted([.. good], options), mean, Math.Max(1e-9, Math.Sqrt(held.Average(own => (own - mean) * (own - mean)))));
    }

    /// <summary>How unusual an embedding is, in deviations of good ones; about 0 for these.</summary>
    /// <exception cref="InvalidRequestException">It has another width or a value that is not finite.</exception>
    public double Score(float[] embedding)
    {
        ArgumentNullException.ThrowIfNull(embedding);
        InvalidRequestException.Require(
            embedding.Length == _fitted.Width && Array.TrueForAll(embedding, float.IsFinite), "embedding", $"has {embedding.Length} values, or one that is not finite; give {_fitted.Width} numbers");
        return (_fitted.Judge(embedding) - _mean) / _deviation;
    }

    /// <summary>The distance alone, without its scale.</summary>
    internal sealed class Fitted
    {
        private readonly WhitenedSpace _space;
        private readonly double[][] _whitened;

        public Fitted(float[][] rows, EmbeddingDetectorOptions options)
        {
            _space = WhitenedSpace.Fit(rows, options.Shrinkage);

            // The mean lies at zero.
            _whitened = options.Distance == EmbeddingDistance.Mahalanobis ? [new double[Width]] : Array.ConvertAll(rows, row => _space.Whiten(row));
        }

        public int Width => _space.Mean.Length;

        public double Judge(float[] row)
        {
            var white = _space.Whiten(row);
            return _whitened.Min(good => TensorPrimitives.Distance<double>(good, white));
        }
    }
}
