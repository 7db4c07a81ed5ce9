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
        var weights = new float[Neighbours * 9];
        for (var i = 0; i < Neighbours; i++)
        {
            weights[(9 * i) + (3 * Ring[i].Row) + Ring[i].Column] = 1;
            weights[(9 * i) + 4] = -1;
        }

        var kernel = graph.Initializer("neighbour_minus_centre", weights, Neighbours, 1, 3, 3);
        var powers = graph.Initializer("neighbour_bits", [.. Enumerable.Range(0, Neighbours).Select(i => (float)(1 << i))], 1, Neighbours, 1, 1);
        var kinds = graph.Initializer("pattern_kinds", Kinds(), 1 << Neighbours, Neighbours + 2);
        var zero = graph.Scalar(0f);
        var shares = new List<GraphTensor>();
        foreach (var distance in Distances)
        {
            // The pattern as one number, looked up in a table of kinds: fewer passes over all pixels than counting neighbours and changes.
            var differences = graph.Conv(picture, kernel, dilations: [distance, distance]);
            var brighter = graph.Cast(graph.Node("GreaterOrEqual", [differences, zero]), ElementType.Float32);
            var codes = graph.Cast(graph.Reshape(graph.Conv(brighter, powers), [0, -1]), ElementType.Int32);
            shares.Add(graph.ReduceMean(graph.Node("Gather", [kinds, codes]), [1], keepDimensions: false));
        }

        return graph.Concat([.. shares], 1);
    }

    // For each pattern a 1 at its kind: how many neighbours are at least as bright, or the last where these are not contiguous.
    private static float[] Kinds()
    {
        var kinds = new float[(1 << Neighbours) * (Neighbours + 2)];
        for (var code = 0; code < 1 << Neighbours; code++)
        {
            var next = (code >> 1) | ((code & 1) << (Neighbours - 1));
            var kind = int.PopCount(code ^ next) <= 2 ? int.PopCount(code) : Neighbours + 1;
            kinds[(code * (Neighbours + 2)) + kind] = 1;
        }

        return kinds;
    }
}
