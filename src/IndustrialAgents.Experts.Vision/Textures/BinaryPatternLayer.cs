using IndustrialAgents.Onnx.Graphs;

namespace IndustrialAgents.Experts.Vision.Textures;

/// <summary>
/// Adds histograms of rotation-invariant uniform local binary patterns to a graph (Ojala, Pietikäinen, Mäenpää 2002,
/// doi:10.1109/TPAMI.2002.1017623): how many of a pixel's eight neighbours at a distance are at least as bright, where they are contiguous.
/// </summary>
internal static class BinaryPatternLayer
{
    private const int Neighbours = 8;
    private static readonly int[] Distances = [1, 2, 4];

    /// <summary>Row and column of the neighbours in a 3 x 3 grid, in their order around the centre.</summary>
    private static readonly (int Row, int Column)[] Ring = [(0, 0), (0, 1), (0, 2), (1, 2), (2, 2), (2, 1), (2, 0), (1, 0)];

    /// <summary>Number of shares that <see cref="Add"/> gives.</summary>
    public static int Width => Distances.Length * (Neighbours + 2);

    /// <summary>Shares [batch, <see cref="Width"/>] of a picture's pixels [batch, 1, height, width], which sum to 1 for each distance.</summary>
    public static GraphTensor Add(GraphBuilder graph, GraphTensor picture)
    {
        var differences = new float[Neighbours * 9];
        for (var i = 0; i < Neighbours; i++)
        {
            differences[(9 * i) + (3 * Ring[i].Row) + Ring[i].Column] = 1;
            differences[(9 * i) + 4] = -1;
        }

        var kernel = graph.Initializer("neighbour_minus_centre", differences, Neighbours, 1, 3, 3);
        var counts = graph.Initializer("pattern_counts", [.. Enumerable.Range(0, Neighbours + 1).Select(i => (float)i)], 1, Neighbours + 1, 1, 1);
        var (zero, one, two) = (graph.Scalar(0f), graph.Scalar(1f), graph.Scalar(2f));
        var shares = new List<GraphTensor>();
        foreach (var distance in Distances)
        {
            var brighter = IsAtLeast(graph.Conv(picture, kernel, dilations: [distance, distance]), zero);
            var next = graph.Concat([graph.Slice(brighter, [1], [Neighbours], [1]), graph.Slice(brighter, [0], [1], [1])], 1);
            var changes = graph.ReduceSum(graph.Abs(graph.Sub(brighter, next)), [1]);
            var uniform = IsAtLeast(two, changes);
            var count = graph.ReduceSum(brighter, [1]);
            var isCount = graph.Cast(graph.Node("Equal", [count, counts]), ElementType.Float32);
            shares.Add(graph.ReduceMean(graph.Mul(isCount, uniform), [2, 3], keepDimensions: false));
            shares.Add(graph.ReduceMean(graph.Sub(one, uniform), [2, 3], keepDimensions: false));
        }

        return graph.Concat([.. shares], 1);

        GraphTensor IsAtLeast(GraphTensor a, GraphTensor b) => graph.Cast(graph.Node("GreaterOrEqual", [a, b]), ElementType.Float32);
    }
}
