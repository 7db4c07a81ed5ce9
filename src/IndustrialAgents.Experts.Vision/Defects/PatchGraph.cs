using IndustrialAgents.Experts.Vision.Textures;
using IndustrialAgents.Onnx.Graphs;

namespace IndustrialAgents.Experts.Vision.Defects;

/// <summary>
/// Describes the patches of a grey picture by fixed filters, as an ONNX graph: logarithms of the moduli of Morlet responses in four octaves, mean and
/// spread of brightness, pooled over squares of 8 x 8 pixels and their neighbours. Nothing in it is learnt. Thread-safe.
/// </summary>
internal static class PatchGraph
{
    /// <summary>Name of the graph's input [batch, 1, side, side].</summary>
    public const string Input = "picture";

    /// <summary>Name of the patches [batch, channels, rows, columns].</summary>
    public const string Output = "patches";

    /// <summary>Pixels from one patch to the next.</summary>
    public const int Step = 8;

    private const int Octaves = 4;

    /// <param name="side">Side of the pictures in pixels, a multiple of <see cref="Step"/>.</param>
    public static OnnxGraph Create(int side)
    {
        const int Size = MorletFilters.Size;
        const int Count = MorletFilters.Orientations;
        var graph = new GraphBuilder("patches");
        var picture = graph.Input(Input, ElementType.Float32, "batch", 1, side, side);
        var (real, imaginary) = MorletFilters.Create();
        var realParts = graph.Initializer("morlet_real", real, Count, 1, Size, Size);
        var imaginaryParts = graph.Initializer("morlet_imaginary", imaginary, Count, 1, Size, Size);
        var (tiny, floor) = (graph.Scalar(1e-12f), graph.Scalar(1e-3f));
        long border = Size / 2;
        var pads = graph.Vector(0L, 0, border, border, 0, 0, border, border);
        var (plane, channels) = (picture, new List<GraphTensor>());
        for (var octave = 0; octave < Octaves; octave++)
        {
            // Mirrored at the edge, so that patches there look like others.
            var padded = graph.Node("Pad", [plane, pads], [("mode", "reflect")]);
            var power = graph.Add(graph.Square(graph.Conv(padded, realParts)), graph.Square(graph.Conv(padded, imaginaryParts)));
            channels.Add(Pool(graph.Sqrt(graph.Add(power, tiny)), Step >> octave));
            plane = graph.AveragePool(plane, [2, 2], [2, 2]);
        }

        var mean = Pool(picture, Step);
        var spread = graph.Sqrt(graph.Add(graph.Abs(graph.Sub(Pool(graph.Square(picture), Step), graph.Square(mean))), tiny));
        var logarithms = graph.Log(graph.Add(graph.Concat([.. channels, spread], 1), floor));
        var neighbours = graph.AveragePool(graph.Concat([logarithms, mean], 1), [3, 3], [1, 1], [1, 1, 1, 1], Output);
        return graph.Output(neighbours, ElementType.Float32, "batch", (Octaves * Count) + 2, side / Step, side / Step).Build();

        GraphTensor Pool(GraphTensor x, long by) => by == 1 ? x : graph.AveragePool(x, [by, by], [by, by]);
    }
}
