using IndustrialAgents.Onnx.Graphs;

namespace IndustrialAgents.Experts.Vision.Textures;

/// <summary>
/// The fixed part of a texture classifier: from grey pictures [batch, 1, side, side] of values 0 to 1 to features [batch, <see cref="Width"/>],
/// the logarithms of scattering coefficients and the square roots of shares of binary patterns. Nothing in it is learnt. Thread-safe.
/// </summary>
public static class TextureGraph
{
    /// <summary>Name of the graph's input.</summary>
    public const string Input = "picture";

    /// <summary>Name of the features.</summary>
    public const string Features = "features";

    /// <summary>The least side in pixels that four octaves of filters leave something of.</summary>
    public const int MinSide = 128;

    /// <summary>Number of features.</summary>
    public static int Width => ScatteringLayer.Width + BinaryPatternLayer.Width;

    /// <summary>How many features are of the same kind as feature <paramref name="index"/>, so that neither kind outweighs the other by number.</summary>
    internal static int BlockWidth(int index) => index < ScatteringLayer.Width ? ScatteringLayer.Width : BinaryPatternLayer.Width;

    /// <summary>A model of the features alone.</summary>
    /// <param name="side">Side of the pictures in pixels.</param>
    /// <exception cref="ArgumentOutOfRangeException">The side is less than <see cref="MinSide"/>.</exception>
    public static OnnxGraph Create(int side)
    {
        var graph = new GraphBuilder("texture-features");
        return graph.Output(Add(graph, side), ElementType.Float32, "batch", Width).Build();
    }

    /// <summary>Adds input and features to a graph.</summary>
    internal static GraphTensor Add(GraphBuilder graph, int side)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(side, MinSide);
        var picture = graph.Input(Input, ElementType.Float32, "batch", 1, side, side);
        var scattering = graph.Log(graph.Add(new ScatteringLayer(graph).Add(picture), graph.Scalar(1e-5f)));
        var patterns = graph.Sqrt(BinaryPatternLayer.Add(graph, picture));
        return graph.Concat([scattering, patterns], 1, Features);
    }
}
