namespace IndustrialAgents.Onnx.Graphs;

/// <summary>Multi-layer perceptrons with random weights: what benchmarks and tests run, since their cost and outputs are easy to know.</summary>
public static class Mlp
{
    /// <summary>
    /// A model from <c>x</c> [batch, layers[0]] to <c>y</c> [batch, layers[^1]], with a ReLU after every layer but the last.
    /// Weights are uniform in ±√(3 / fan-in), which keeps values of the order of 1; biases uniform in ±0.1. The same seed gives the same bytes.
    /// </summary>
    /// <param name="layers">Widths, such as 256, 512, 16.</param>
    /// <param name="seed">Of the weights.</param>
    /// <exception cref="InvalidGraphException">There are fewer than two layers, or one is empty.</exception>
    public static OnnxGraph Create(ReadOnlySpan<int> layers, int seed)
    {
        var widths = string.Join('-', layers.ToArray());
        if (layers.Length < 2 || layers.ContainsAnyInRange(int.MinValue, 0))
        {
            throw new InvalidGraphException($"an MLP needs two or more layers of one or more units, not '{widths}'");
        }

        var random = new Random(seed);
        var graph = new GraphBuilder($"mlp-{widths}");
        var value = graph.Input("x", ElementType.Float32, "batch", layers[0]);
        for (var i = 1; i < layers.Length; i++)
        {
            var last = i == layers.Length - 1;
            var weights = graph.Initializer($"w{i}", Uniform(random, layers[i - 1] * layers[i], MathF.Sqrt(3f / layers[i - 1])), layers[i - 1], layers[i]);
            var bias = graph.Initializer($"b{i}", Uniform(random, layers[i], 0.1f), layers[i]);
            value = graph.Gemm(value, weights, bias, name: last ? "y" : null);
            value = last ? value : graph.Relu(value);
        }

        return graph.Output(value, ElementType.Float32, "batch", layers[^1]).Build();
    }

    private static float[] Uniform(Random random, int count, float bound)
    {
        var values = new float[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = ((2 * random.NextSingle()) - 1) * bound;
        }

        return values;
    }
}
