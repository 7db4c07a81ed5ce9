using IndustrialAgents.Onnx.Graphs;

namespace IndustrialAgents.Experts.Vision.Textures;

/// <summary>
/// Adds a scattering transform of two orders to a graph (Bruna, Mallat 2013, arXiv:1203.1513): moduli of Morlet responses, moduli of their
/// responses at coarser scales. Scales are octaves, reached by halving the picture.
/// </summary>
internal sealed class ScatteringLayer
{
    private const int Octaves = 4;
    private const int Cells = 4;
    private readonly GraphBuilder _graph;
    private readonly int _side;
    private readonly GraphTensor _filters;
    private readonly GraphTensor _filtersOfEach;
    private readonly GraphTensor _tiny;
    private readonly GraphTensor[] _planes = new GraphTensor[Octaves];
    private readonly GraphTensor[] _first = new GraphTensor[Octaves];

    /// <param name="graph">The graph.</param>
    /// <param name="picture">Grey picture [batch, 1, side, side].</param>
    /// <param name="side">Its side.</param>
    public ScatteringLayer(GraphBuilder graph, GraphTensor picture, int side)
    {
        const int Side = MorletFilters.Size;
        const int Count = MorletFilters.Orientations;
        var (real, imaginary) = MorletFilters.Create();
        _graph = graph;
        _side = side;

        // Real and imaginary parts in one convolution: its windows of the picture are gathered once and not twice.
        float[] filters = [.. real, .. imaginary];
        _filters = graph.Initializer("morlet", filters, 2 * Count, 1, Side, Side);
        _filtersOfEach = graph.Initializer("morlet_each", [.. Enumerable.Range(0, Count).SelectMany(_ => filters)], 2 * Count * Count, 1, Side, Side);
        _tiny = graph.Scalar(1e-12f);
        for (var octave = 0; octave < Octaves; octave++)
        {
            _planes[octave] = octave == 0 ? picture : Halve(_planes[octave - 1]);
            _first[octave] = Modulus(_planes[octave]);
        }
    }

    /// <summary>Number of coefficients that <see cref="Means"/> gives.</summary>
    public static int Width => (Octaves * MorletFilters.Orientations) + (Octaves * (Octaves - 1) / 2 * MorletFilters.Orientations * MorletFilters.Orientations);

    /// <summary>Number of values that <see cref="Extremes"/> gives.</summary>
    public static int ExtremesWidth => 2 * Octaves * MorletFilters.Orientations;

    /// <summary>Number of values that <see cref="Grid"/> gives.</summary>
    public static int GridWidth => Octaves * MorletFilters.Orientations * Cells * Cells;

    /// <summary>Coefficients of both orders, averaged over the picture, [batch, <see cref="Width"/>].</summary>
    public GraphTensor Means()
    {
        var means = new List<GraphTensor>();
        for (var octave = 0; octave < Octaves; octave++)
        {
            var first = _first[octave];
            means.Add(Mean(first));
            for (var coarser = octave + 1; coarser < Octaves; coarser++)
            {
                first = Halve(first);
                means.Add(MeanModuli(first));
            }
        }

        return _graph.Concat([.. means], 1);
    }

    /// <summary>The greatest first-order response of any place of 8 x 8 pixels and the root mean square of all, [batch, <see cref="ExtremesWidth"/>].</summary>
    public GraphTensor Extremes()
    {
        var values = new List<GraphTensor>();
        for (var octave = 0; octave < Octaves; octave++)
        {
            var side = 8L >> octave;
            var places = side == 1 ? _first[octave] : _graph.AveragePool(_first[octave], [side, side], [side / 2, side / 2]);
            values.Add(_graph.ReduceMax(places, [2, 3], keepDimensions: false));
            values.Add(_graph.Sqrt(Mean(_graph.Square(places))));
        }

        return _graph.Concat([.. values], 1);
    }

    /// <summary>First-order responses averaged over the cells of a grid, [batch, <see cref="GridWidth"/>].</summary>
    public GraphTensor Grid()
    {
        var values = new List<GraphTensor>();
        for (var octave = 0; octave < Octaves; octave++)
        {
            long cell = ((_side >> octave) - MorletFilters.Size + 1) / Cells;
            var cells = _graph.AveragePool(_first[octave], [cell, cell], [cell, cell]);
            values.Add(_graph.Flatten(_graph.Slice(cells, [0, 0], [Cells, Cells], [2, 3])));
        }

        return _graph.Concat([.. values], 1);
    }

    private GraphTensor Modulus(GraphTensor plane)
    {
        const int Count = MorletFilters.Orientations;
        var squares = _graph.Square(_graph.Conv(plane, _filters));
        var power = _graph.Add(_graph.Slice(squares, [0], [Count], [1]), _graph.Slice(squares, [Count], [2 * Count], [1]));
        return _graph.Sqrt(_graph.Add(power, _tiny));
    }

    // Each of the responses given answers with real and imaginary parts of every orientation; of their moduli only the means are wanted, so rows and
    // columns need not be told apart.
    private GraphTensor MeanModuli(GraphTensor responses)
    {
        const int Count = MorletFilters.Orientations;
        var squares = _graph.Reshape(_graph.Square(_graph.Conv(responses, _filtersOfEach, groups: Count)), [0, Count, 2, -1]);
        var moduli = _graph.Sqrt(_graph.Add(_graph.ReduceSum(squares, [2], keepDimensions: false), _tiny));
        return _graph.ReduceMean(_graph.Reshape(moduli, [0, Count * Count, -1]), [2], keepDimensions: false);
    }

    private GraphTensor Halve(GraphTensor x) => _graph.AveragePool(x, [2, 2], [2, 2]);

    private GraphTensor Mean(GraphTensor x) => _graph.ReduceMean(x, [2, 3], keepDimensions: false);
}
