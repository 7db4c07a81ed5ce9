using System.Globalization;
using IndustrialAgents.Onnx.Graphs;

namespace IndustrialAgents.Experts.TimeSeries;

public sealed partial class MiniRocket
{
    internal const string BiasesName = "minirocket_biases";

    /// <summary>
    /// The features as an ONNX graph: input <c>window</c> float32 [batch, channel, time], output <c>features</c> float32 [batch, feature]. Sums are
    /// rounded in another order than in <see cref="Transform"/>, so a sample that lies on a bias may fall to its other side.
    /// </summary>
    public OnnxGraph ToGraph()
    {
        var graph = new GraphBuilder("minirocket");
        var window = graph.Input("window", ElementType.Float32, "batch", Channels, Length);
        return graph.Output("features", AddTo(graph, window), ElementType.Float32, "batch", Features).Build();
    }

    /// <summary>Adds the features [batch, feature] of a window [batch, channel, time] to a graph.</summary>
    internal GraphTensor AddTo(GraphBuilder graph, GraphTensor window)
    {
        var biases = graph.Initializer(BiasesName, _biases, Features);
        var parts = new List<GraphTensor>();
        for (var d = 0; d < _plan.Dilations.Length; d++)
        {
            foreach (var padded in new[] { true, false })
            {
                var kernels = MiniRocketPlan.KernelsOf(d, padded).ToArray();
                var (count, first, margin) = (_plan.PerKernel[d], _plan.First[d, kernels[0]], (MiniRocketPlan.Taps - 1) / 2 * _plan.Dilations[d]);
                var name = string.Create(CultureInfo.InvariantCulture, $"kernels_{_plan.Dilations[d]}_{(padded ? "padded" : "inside")}");
                var weights = graph.Initializer(name, Weights(d, kernels), kernels.Length, Channels, MiniRocketPlan.Taps);
                var outputs = graph.Conv(window, weights, pads: padded ? [margin, margin] : [0, 0], dilations: [_plan.Dilations[d]]);
                var own = graph.Reshape(graph.Slice(biases, [first], [first + (kernels.Length * count)], [0]), [1, kernels.Length, count, 1]);
                var above = graph.Cast(graph.Node("Greater", [graph.Unsqueeze(outputs, [2]), own]), ElementType.Float32);
                parts.Add(graph.Flatten(graph.ReduceMean(above, [3], keepDimensions: false)));
            }
        }

        return graph.Concat([.. parts], 1);
    }

    /// <summary>What <see cref="AddTo"/> wrote.</summary>
    /// <exception cref="CorruptGraphException">The biases are missing or do not fit.</exception>
    internal static MiniRocket Read(OnnxGraph graph, int length, int channels, MiniRocketOptions options) =>
        length >= MinLength && options.Features is >= MiniRocketPlan.Kernels and <= MaxFeatures
            ? new MiniRocket(length, channels, options, FittedNote.Floats(graph, BiasesName, options.Features / MiniRocketPlan.Kernels * MiniRocketPlan.Kernels))
            : throw new CorruptGraphException($"{options.Features} features of windows of {length} samples cannot be used");

    private float[] Weights(int d, int[] kernels)
    {
        var weights = new float[kernels.Length * Channels * MiniRocketPlan.Taps];
        for (var k = 0; k < kernels.Length; k++)
        {
            var (a, b, c) = MiniRocketPlan.Places[kernels[k]];
            for (var i = 0; i < Channels * MiniRocketPlan.Taps; i++)
            {
                var tap = i % MiniRocketPlan.Taps;
                weights[(k * Channels * MiniRocketPlan.Taps) + i] = !_channels[d, a, i / MiniRocketPlan.Taps] ? 0 : tap == a || tap == b || tap == c ? 2 : -1;
            }
        }

        return weights;
    }
}
