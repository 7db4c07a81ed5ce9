using IndustrialAgents.Onnx.Graphs;

namespace IndustrialAgents.Experts.Vision.Textures;

/// <summary>
/// The fixed part of what learns from pictures, as an ONNX graph: from pictures [batch, 1 or 3, side, side] with values 0 to 1 to features
/// [batch, width] of the blocks asked for. Nothing in it is learnt. Thread-safe.
/// </summary>
public static class TextureGraph
{
    /// <summary>Name of the graph's input.</summary>
    public const string Input = "picture";

    /// <summary>Name of the features.</summary>
    public const string Features = "features";

    /// <summary>The least side in pixels that four octaves of filters leave something of.</summary>
    public const int MinSide = 128;

    /// <summary>The blocks of grey pictures.</summary>
    public const TextureBlocks GreyBlocks = TextureBlocks.Scattering | TextureBlocks.Patterns | TextureBlocks.Local | TextureBlocks.Grid | TextureBlocks.Gradients;

    /// <summary>Number of features of the blocks.</summary>
    public static int Width(TextureBlocks blocks) => Widths(blocks).Sum();

    /// <summary>A model of the features alone.</summary>
    /// <param name="side">Side of the pictures in pixels.</param>
    /// <param name="blocks">What to compute; <see cref="TextureBlocks.Colour"/> makes the model take RGB, else it takes grey.</param>
    /// <exception cref="ArgumentOutOfRangeException">The side is less than <see cref="MinSide"/>, or there are no blocks.</exception>
    public static OnnxGraph Create(int side, TextureBlocks blocks = GreyBlocks)
    {
        var graph = new GraphBuilder("texture-features");
        return graph.Output(Add(graph, side, blocks), ElementType.Float32, "batch", Width(blocks)).Build();
    }

    /// <summary>Number of features of each of the blocks, in their order.</summary>
    internal static IReadOnlyList<int> Widths(TextureBlocks blocks) => [.. Each(blocks).Select(WidthOf)];

    /// <summary>The blocks one by one, in the order of their features.</summary>
    internal static IEnumerable<TextureBlocks> Each(TextureBlocks blocks) => Enum.GetValues<TextureBlocks>().Where(block => blocks.HasFlag(block));

    /// <summary>Adds input and features to a graph.</summary>
    internal static GraphTensor Add(GraphBuilder graph, int side, TextureBlocks blocks)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(side, MinSide);
        ArgumentOutOfRangeException.ThrowIfZero((int)blocks, nameof(blocks));
        var colour = blocks.HasFlag(TextureBlocks.Colour);
        var picture = graph.Input(Input, ElementType.Float32, "batch", colour ? 3 : 1, side, side);

        // Luma of ITU-R BT.601, as a grey picture is made elsewhere.
        var grey = colour ? Plane(graph, picture, "luma", 0.299f, 0.587f, 0.114f) : picture;
        var (scattering, floor) = (new ScatteringLayer(graph, grey, side), graph.Scalar(1e-5f));
        var parts = Each(blocks).Select(block => block switch
        {
            TextureBlocks.Scattering => Log(scattering.Means()),
            TextureBlocks.Patterns => graph.Sqrt(BinaryPatternLayer.Add(graph, grey)),
            TextureBlocks.Local => graph.Concat([Log(scattering.Extremes()), BrightnessLayer.Add(graph, grey)], 1),
            TextureBlocks.Grid => Log(scattering.Grid()),
            TextureBlocks.Gradients => GradientLayer.Add(graph, grey, side),
            _ => graph.Concat(
            [
                BrightnessLayer.Add(graph, Plane(graph, picture, "red_less_green", 1, -1, 0)),
                BrightnessLayer.Add(graph, Plane(graph, picture, "blue_less_yellow", -0.5f, -0.5f, 1)),
            ],
            1),
        }).ToArray();
        return graph.Concat(parts, 1, Features);

        GraphTensor Log(GraphTensor x) => graph.Log(graph.Add(x, floor));
    }

    private static GraphTensor Plane(GraphBuilder graph, GraphTensor picture, string name, params float[] weights) =>
        graph.Conv(picture, graph.Initializer(name, weights, 1, 3, 1, 1));

    private static int WidthOf(TextureBlocks block) => block switch
    {
        TextureBlocks.Scattering => ScatteringLayer.Width,
        TextureBlocks.Patterns => BinaryPatternLayer.Width,
        TextureBlocks.Local => ScatteringLayer.ExtremesWidth + BrightnessLayer.Width,
        TextureBlocks.Grid => ScatteringLayer.GridWidth,
        TextureBlocks.Gradients => GradientLayer.Width,
        _ => 2 * BrightnessLayer.Width,
    };
}
