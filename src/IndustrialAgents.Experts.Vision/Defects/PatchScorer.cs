using IndustrialAgents.Learning;
using IndustrialAgents.Onnx.Graphs;
using MathNet.Numerics.LinearAlgebra.Double;

namespace IndustrialAgents.Experts.Vision.Defects;

/// <summary>What tells a patch from good ones, as a graph from patches [batch, channels, rows, columns] to scores [batch, patches] that rise with how unusual a patch is.</summary>
internal static class PatchScorer
{
    /// <summary>Name of the scorer's input.</summary>
    public const string Input = "patches_in";

    /// <summary>Name of its scores.</summary>
    public const string Output = "scores";

    /// <summary>Fits to the patches <c>[patch, channel]</c> of each good picture.</summary>
    public static OnnxGraph Fit(IReadOnlyList<float[]> good, int channels, DefectDetectorOptions options, CancellationToken cancellationToken)
    {
        var all = good.SelectMany(picture => picture).ToArray();
        var places = good[0].Length / channels;
        var standardizer = Standardizer.Fit(all, channels);
        var mean = Array.ConvertAll(standardizer.Mean.ToArray(), value => (float)value);
        var scale = Array.ConvertAll(standardizer.Deviation.ToArray(), value => (float)(1 / value));
        for (var i = 0; i < all.Length; i++)
        {
            all[i] = (all[i] - mean[i % channels]) * scale[i % channels];
        }

        var graph = new GraphBuilder($"defects-{options.Method}").DocString($"Patches of a picture against those of good parts, {options.Method}.");
        var patches = graph.Input(Input, ElementType.Float32, "batch", channels, "rows", "columns");
        var rows = graph.Transpose(graph.Reshape(patches, [0, 0, -1]), [0, 2, 1]);
        var standardized = graph.Mul(graph.Sub(rows, graph.Initializer("channel_mean", mean, channels)), graph.Initializer("channel_scale", scale, channels));
        var scores = options.Method switch
        {
            DefectMethod.PatchCore => Nearest(graph, standardized, all, channels, options.Patches, cancellationToken),
            DefectMethod.Padim => Places(graph, standardized, all, channels, places, cancellationToken),
            _ => Residual(graph, standardized, all, channels, options.Variance),
        };
        return graph.Output(graph.Identity(scores, Output), ElementType.Float32, "batch", places).Build();
    }

    // |x - b|² = |x|² - 2xb + |b|²: the distances to all good patches are one matrix product.
    private static GraphTensor Nearest(GraphBuilder graph, GraphTensor rows, float[] all, int channels, int size, CancellationToken cancellationToken)
    {
        var chosen = Coreset.Choose(all, channels, size, cancellationToken);
        var (bank, squares) = (new float[channels * chosen.Count], new float[chosen.Count]);
        for (var b = 0; b < chosen.Count; b++)
        {
            for (var c = 0; c < channels; c++)
            {
                var value = all[(chosen[b] * channels) + c];
                bank[(c * chosen.Count) + b] = 2 * value;
                squares[b] -= value * value;
            }
        }

        // The greatest of 2xb - |b|² belongs to the nearest.
        var products = graph.Add(graph.MatMul(rows, graph.Initializer("good_patches", bank, channels, chosen.Count)), graph.Initializer("good_squares", squares, chosen.Count));
        var nearest = graph.Sub(graph.ReduceSum(graph.Square(rows), [2], keepDimensions: false), graph.ReduceMax(products, [2], keepDimensions: false));
        return graph.Sqrt(graph.Relu(nearest));
    }

    private static GraphTensor Places(GraphBuilder graph, GraphTensor rows, float[] all, int channels, int places, CancellationToken cancellationToken)
    {
        var (means, whiteners) = (new float[places * channels], new float[places * channels * channels]);
        var pictures = all.Length / channels / places;
        Parallel.For(0, places, new ParallelOptions { CancellationToken = cancellationToken }, place =>
        {
            var own = Enumerable.Range(0, pictures).Select(picture => (ReadOnlyMemory<float>)all.AsMemory(((picture * places) + place) * channels, channels)).ToArray();
            var covariance = ShrunkCovariance.Fit(own);
            var whitener = covariance.Whitener();
            for (var i = 0; i < channels; i++)
            {
                means[(place * channels) + i] = (float)covariance.Mean[i];
            }

            for (var i = 0; i < whitener.Length; i++)
            {
                whiteners[(place * whitener.Length) + i] = (float)whitener[i];
            }
        });
        var centred = graph.Unsqueeze(graph.Sub(rows, graph.Initializer("place_mean", means, places, channels)), [2]);
        var whitened = graph.MatMul(centred, graph.Initializer("place_whitener", whiteners, places, channels, channels));
        return graph.Sqrt(graph.ReduceSum(graph.Square(whitened), [2, 3], keepDimensions: false));
    }

    private static GraphTensor Residual(GraphBuilder graph, GraphTensor rows, float[] all, int channels, double variance)
    {
        var statistics = new RidgeStatistics(channels, 1);
        statistics.Add(all, new float[all.Length / channels]);
        var gram = DenseMatrix.Create(channels, channels, (i, j) => statistics.Gram[(Math.Min(i, j) * channels) + Math.Max(i, j)] / statistics.Count);
        var spectrum = gram.Evd(MathNet.Numerics.LinearAlgebra.Symmetricity.Symmetric);
        var (values, vectors) = (spectrum.EigenValues.Select(value => value.Real).ToArray(), spectrum.EigenVectors);

        // Eigenvalues rise: the least ones, which together make up what is not kept, span the residual.
        var (rest, left) = (0, (1 - variance) * values.Sum());
        while (rest < channels - 1 && (left -= values[rest]) >= 0)
        {
            rest++;
        }

        rest = Math.Max(1, rest);
        var outside = new float[channels * rest];
        for (var i = 0; i < channels; i++)
        {
            for (var k = 0; k < rest; k++)
            {
                outside[(i * rest) + k] = (float)vectors[i, k];
            }
        }

        var residual = graph.MatMul(rows, graph.Initializer("outside", outside, channels, rest));
        return graph.Sqrt(graph.ReduceSum(graph.Square(residual), [2], keepDimensions: false));
    }
}
