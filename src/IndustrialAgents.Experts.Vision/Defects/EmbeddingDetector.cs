using System.Numerics.Tensors;

namespace IndustrialAgents.Experts.Vision.Defects;

/// <summary>
/// Tells how unusual one embedding of a whole picture is against those of good parts: the mean of three scores, each in deviations of what good rows
/// get while they are held out. The Mahalanobis distance with shrunk covariance (Rippel et al. 2021, arXiv:2005.14140), the distance to the nearest
/// good row in the whitened space, and the angle to the nearest good row. The mean is fixed, not chosen. Immutable and thread-safe.
/// </summary>
public sealed class EmbeddingDetector
{
    private const int Scores = 3;
    private readonly Fitted _fitted;
    private readonly double[] _means;
    private readonly double[] _deviations;

    private EmbeddingDetector(Fitted fitted, double[] means, double[] deviations) => (_fitted, _means, _deviations) = (fitted, means, deviations);

    /// <summary>Fits to embeddings of good parts.</summary>
    /// <param name="good">Rows of one width, finite, at least 4.</param>
    /// <param name="folds">Parts that are held out in turn to bring the scores to one scale, at least 2.</param>
    /// <exception cref="InvalidRequestException">There are too few rows or folds, the widths differ or a value is not finite.</exception>
    public static EmbeddingDetector Fit(IReadOnlyList<float[]> good, int folds = 5)
    {
        ArgumentNullException.ThrowIfNull(good);
        InvalidRequestException.Require(good.Count >= 4, "good", $"{good.Count} rows; give at least 4 embeddings of good parts");
        InvalidRequestException.Require(folds >= 2, "folds", $"{folds}; at least 2 are needed to judge what was not fitted");
        for (var r = 0; r < good.Count; r++)
        {
            InvalidRequestException.Require(
                good[r].Length == good[0].Length && good[r].Length > 0 && Array.TrueForAll(good[r], float.IsFinite), $"good[{r}]", $"has {good[r].Length} values, or one that is not finite; give {good[0].Length} numbers");
        }

        folds = Math.Min(folds, good.Count / 2);
        var held = new double[good.Count][];
        for (var fold = 0; fold < folds; fold++)
        {
            var others = new Fitted([.. good.Where((_, i) => i % folds != fold)]);
            Parallel.For(0, good.Count, i =>
            {
                if (i % folds == fold)
                {
                    held[i] = others.Judge(good[i]);
                }
            });
        }

        var means = Enumerable.Range(0, Scores).Select(s => held.Average(own => own[s])).ToArray();
        var deviations = Enumerable.Range(0, Scores).Select(s => Math.Max(1e-9, Math.Sqrt(held.Average(own => Math.Pow(own[s] - means[s], 2))))).ToArray();
        return new EmbeddingDetector(new Fitted(good), means, deviations);
    }

    /// <summary>How unusual an embedding is, in deviations of good ones; about 0 for these.</summary>
    /// <exception cref="InvalidRequestException">It has another width or a value that is not finite.</exception>
    public double Score(float[] embedding)
    {
        ArgumentNullException.ThrowIfNull(embedding);
        InvalidRequestException.Require(
            embedding.Length == _fitted.Width && Array.TrueForAll(embedding, float.IsFinite), "embedding", $"has {embedding.Length} values, or one that is not finite; give {_fitted.Width} numbers");
        var own = _fitted.Judge(embedding);
        return own.Select((score, s) => (score - _means[s]) / _deviations[s]).Average();
    }

    private sealed class Fitted
    {
        private readonly WhitenedSpace _space;
        private readonly double[][] _whitened;
        private readonly float[][] _rows;

        public Fitted(IReadOnlyList<float[]> rows)
        {
            _rows = [.. rows];
            _space = WhitenedSpace.Fit(_rows);
            _whitened = Array.ConvertAll(_rows, row => _space.Whiten(row));
        }

        public int Width => _space.Mean.Length;

        public double[] Judge(float[] row)
        {
            var white = _space.Whiten(row);
            return
            [
                TensorPrimitives.Norm<double>(white),
                _whitened.Min(good => TensorPrimitives.Distance<double>(good, white)),
                Math.Acos(Math.Clamp(_rows.Max(good => TensorPrimitives.CosineSimilarity<float>(good, row)), -1, 1)),
            ];
        }
    }
}
