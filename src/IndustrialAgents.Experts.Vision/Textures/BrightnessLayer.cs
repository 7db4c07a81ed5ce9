using IndustrialAgents.Onnx.Graphs;

namespace IndustrialAgents.Experts.Vision.Textures;

/// <summary>Adds statistics of a plane to a graph: its mean, and how far its means over squares of several sizes reach above, below and around that.</summary>
internal static class BrightnessLayer
{
    private static readonly long[] Squares = [4, 8, 16, 32];

    /// <summary>Number of values that <see cref="Add"/> gives.</summary>
    public static int Width => 1 + (3 * Squares.Length);

    /// <summary>Values [batch, <see cref="Width"/>] of a plane [batch, 1, height, width].</summary>
    public static GraphTensor Add(GraphBuilder graph, GraphTensor plane)
    {
        var tiny = graph.Scalar(1e-12f);

        // Not ReduceMean, which adds in an order that depends on where in memory the caller's picture begins.
        var mean = graph.GlobalAveragePool(plane);
        var centred = graph.Sub(plane, mean);
        var values = new List<GraphTensor> { graph.Flatten(mean) };
        foreach (var side in Squares)
        {
            var squares = graph.AveragePool(centred, [side, side], [side / 2, side / 2]);
            var opposite = graph.Sub(graph.Scalar(0f), squares);
            values.Add(graph.Flatten(graph.ReduceMax(squares, [2, 3])));
            values.Add(graph.Flatten(graph.ReduceMax(opposite, [2, 3])));
            values.Add(graph.Flatten(graph.Sqrt(graph.Add(graph.ReduceMean(graph.Square(squares), [2, 3]), tiny))));
        }

        return graph.Concat([.. values], 1);
    }
}
