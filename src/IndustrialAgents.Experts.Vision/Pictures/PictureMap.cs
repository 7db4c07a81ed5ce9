using IndustrialAgents.Onnx.Graphs;

namespace IndustrialAgents.Experts.Vision.Pictures;

/// <summary>From a picture's features to what the ridge regression sees: standardised, and made more by random features where asked. Immutable and thread-safe.</summary>
internal sealed class PictureMap(float[] mean, float[] scale, int projection, int seed)
{
    private readonly float[]? _matrix = projection > 0 ? RandomProjection.Create(mean.Length, projection, seed) : null;

    public int Width => projection > 0 ? projection : mean.Length;

    public float[] Apply(float[] row)
    {
        var result = new float[row.Length];
        for (var i = 0; i < row.Length; i++)
        {
            result[i] = (row[i] - mean[i]) * scale[i];
        }

        return _matrix is null ? result : RandomProjection.Apply(result, _matrix, projection);
    }

    /// <summary>Adds the same to a graph.</summary>
    public GraphTensor Add(GraphBuilder graph, GraphTensor features)
    {
        var standardized = graph.Mul(
            graph.Sub(features, graph.Initializer("feature_mean", mean, mean.Length)), graph.Initializer("feature_scale", scale, scale.Length));
        return _matrix is null
            ? standardized
            : graph.Relu(graph.MatMul(standardized, graph.Initializer("random_projection", _matrix, mean.Length, projection)));
    }
}
