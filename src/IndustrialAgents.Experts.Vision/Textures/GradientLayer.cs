using IndustrialAgents.Onnx.Graphs;

namespace IndustrialAgents.Experts.Vision.Textures;

/// <summary>
/// Adds histograms of oriented gradients to a graph (Dalal, Triggs 2005, doi:10.1109/CVPR.2005.177): how steep a picture is in nine directions, in the
/// cells of grids of 4 x 4 and 2 x 2. Each block of 2 x 2 cells is brought to length 1, cut off at 0.2, and brought to length 1 again.
/// </summary>
internal static class GradientLayer
{
    private const int Directions = 9;
    private const int Cells = 4;
    private const int BlockWidth = 4 * Directions;
    private const int Blocks = 5;
    private const float Greatest = 0.2f;

    // One step of grey of 256: what is flatter than that has no direction.
    private const float Floor = 1 / 255f;

    /// <summary>Number of values that <see cref="Add"/> gives.</summary>
    public static int Width => Blocks * BlockWidth;

    /// <summary>
    /// Values [batch, <see cref="Width"/>] of a grey picture [batch, 1, side, side]: blocks row by row, the whole picture last, in each the directions
    /// (the first across, from dark to bright or back), in each of these the four cells.
    /// </summary>
    public static GraphTensor Add(GraphBuilder graph, GraphTensor picture, int side)
    {
        var gradient = graph.Conv(picture, graph.Initializer("gradient", [0, 0, 0, -1, 0, 1, 0, 0, 0, 0, -1, 0, 0, 0, 0, 0, 1f, 0], 2, 1, 3, 3));
        long cell = (side - 2) / Cells;
        var cells = graph.AveragePool(Votes(graph, gradient), [cell, cell], [cell, cell]);
        cells = graph.Slice(cells, [0, 0], [Cells, Cells], [2, 3]);

        // Rows and columns of blocks before directions, rows and columns of their cells after.
        const int Half = Cells / 2;
        var fine = graph.Transpose(graph.Reshape(cells, [0, Directions, Half, 2, Half, 2]), [0, 2, 4, 1, 3, 5]);
        var coarse = graph.AveragePool(cells, [2, 2], [2, 2]);
        var blocks = graph.Concat([graph.Reshape(fine, [0, Half * Half, BlockWidth]), graph.Reshape(coarse, [0, 1, BlockWidth])], 1);
        return graph.Flatten(Normalize(graph, graph.Node("Min", [Normalize(graph, blocks), graph.Scalar(Greatest)])));
    }

    // How far the gradient's share along a direction surpasses that of one a bin away: a vote that wanes from a bin's middle to those of the bins beside
    // it, as the paper's does, without a kernel for angles.
    private static GraphTensor Votes(GraphBuilder graph, GraphTensor gradient)
    {
        var towards = new float[2 * Directions];
        for (var k = 0; k < Directions; k++)
        {
            var (sine, cosine) = Math.SinCos(k * Math.PI / Directions);
            (towards[2 * k], towards[(2 * k) + 1]) = ((float)cosine, (float)sine);
        }

        var neighbour = Math.Cos(Math.PI / Directions);
        var squares = graph.Conv(graph.Square(gradient), graph.Initializer("squared_reach", [(float)(neighbour * neighbour), (float)(neighbour * neighbour)], 1, 2, 1, 1));
        var along = graph.Abs(graph.Conv(gradient, graph.Initializer("towards", towards, Directions, 2, 1, 1)));
        var votes = graph.Relu(graph.Sub(along, graph.Sqrt(squares)));
        return graph.Mul(votes, graph.Scalar((float)(1 / (1 - neighbour))));
    }

    private static GraphTensor Normalize(GraphBuilder graph, GraphTensor blocks)
    {
        var squares = graph.ReduceSum(graph.Square(blocks), [2]);
        return graph.Div(blocks, graph.Sqrt(graph.Add(squares, graph.Scalar(Floor * Floor))));
    }
}
