using IndustrialAgents.Onnx.Graphs;

namespace IndustrialAgents.Experts.Vision.Textures;

/// <summary>
/// Adds a scattering transform of two orders to a graph (Bruna, Mallat 2013, arXiv:1203.1513): moduli of Morlet responses, moduli of their
/// responses at coarser scales, each averaged over the whole picture. Scales are octaves, reached by halving the picture.
/// </summary>
internal sealed class ScatteringLayer
{
    private const int Octaves = 4;
    private readonly GraphBuilder _graph;
    private readonly GraphTensor _real;
    private readonly GraphTensor _imaginary;
    private readonly GraphTensor _realOfEach;
    private readonly GraphTensor _imaginaryOfEach;
    private readonly GraphTensor _tiny;

    public ScatteringLayer(GraphBuilder graph)
    {
        const int Side = MorletFilters.Size;
        const int Count = MorletFilters.Orientations;
        var (real, imaginary) = MorletFilters.Create();
        _graph = graph;
        _real = graph.Initializer("morlet_real", real, Count, 1, Side, Side);
        _imaginary = graph.Initializer("morlet_imaginary", imaginary, Count, 1, Side, Side);
        _realOfEach = graph.Initializer("morlet_real_each", Repeat(real), Count * Count, 1, Side, Side);
        _imaginaryOfEach = graph.Initializer("morlet_imaginary_each", Repeat(imaginary), Count * Count, 1, Side, Side);
        _tiny = graph.Scalar(1e-12f);
    }

    /// <summary>Number of coefficients that <see cref="Add"/> gives.</summary>
    public static int Width => (Octaves * MorletFilters.Orientations) + (Octaves * (Octaves - 1) / 2 * MorletFilters.Orientations * MorletFilters.Orientations);

    /// <summary>Coefficients [batch, <see cref="Width"/>] of a picture [batch, 1, height, width].</summary>
    public GraphTensor Add(GraphTensor picture)
    {
        var means = new List<GraphTensor>();
        for (var octave = 0; octave < Octaves; octave++)
        {
            var first = Modulus(picture, _real, _imaginary, groups: 1);
            means.Add(Mean(first));
            for (var coarser = octave + 1; coarser < Octaves; coarser++)
            {
                first = Halve(first);
                means.Add(Mean(Modulus(first, _realOfEach, _imaginaryOfEach, MorletFilters.Orientations)));
            }

            picture = Halve(picture);
        }

        return _graph.Concat([.. means], 1);
    }

    private GraphTensor Modulus(GraphTensor x, GraphTensor real, GraphTensor imaginary, int groups)
    {
        var power = _graph.Add(_graph.Square(_graph.Conv(x, real, groups: groups)), _graph.Square(_graph.Conv(x, imaginary, groups: groups)));
        return _graph.Sqrt(_graph.Add(power, _tiny));
    }

    private GraphTensor Halve(GraphTensor x) => _graph.AveragePool(x, [2, 2], [2, 2]);

    private GraphTensor Mean(GraphTensor x) => _graph.ReduceMean(x, [2, 3], keepDimensions: false);

    private static float[] Repeat(float[] filters) => [.. Enumerable.Range(0, MorletFilters.Orientations).SelectMany(_ => filters)];
}
