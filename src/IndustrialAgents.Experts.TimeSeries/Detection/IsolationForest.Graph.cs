using IndustrialAgents.Onnx.Graphs;

namespace IndustrialAgents.Experts.TimeSeries;

public sealed partial class IsolationForest
{
    internal const string Kind = "isolation-forest";
    private const int MaxTrees = 10_000;
    private const string TreeOperator = "TreeEnsembleRegressor";

    /// <summary>
    /// The forest as an ONNX graph with a tree ensemble of ai.onnx.ml: input <c>series</c> float32 [batch, time, channel], outputs <c>score</c> float64
    /// [batch, time] and <c>contributions</c> float64 [batch, time, channel], as of <see cref="Score"/> and <see cref="Contributions"/>.
    /// </summary>
    public OnnxGraph ToGraph()
    {
        var width = Channels.Count;
        var (graph, input) = DetectorGraph.Begin(Kind, Channels);

        // Each row as often as there are channels, each time with another channel's median, and once as it is.
        var replaced = new bool[(width + 1) * width];
        for (var c = 0; c < width; c++)
        {
            replaced[(c * width) + c] = true;
        }

        var typical = graph.Initializer("typical", _typical, width);
        var variants = graph.Node("Where", [graph.Initializer("replaced", replaced, width + 1, width), typical, graph.Unsqueeze(input, [2])]);
        var sums = graph.Node(TreeOperator, [graph.Reshape(variants, [-1, width])], ["path_lengths"], TreeAttributes(), "ai.onnx.ml")[0];
        var shape = graph.Slice(graph.Node("Shape", [variants]), [0], [3], [0]);
        var lengths = graph.Cast(graph.Node("Reshape", [sums, shape]), ElementType.Float64);
        var rate = graph.Initializer("rate", [Rate], 1);
        var limit = graph.Initializer("limit", [Limit], 1);
        var scores = graph.Div(graph.Exp(graph.Mul(graph.Node("Neg", [rate]), lengths)), limit);
        var whole = graph.Slice(scores, [width], [width + 1], [2]);
        var contributions = graph.Relu(graph.Sub(whole, graph.Slice(scores, [0], [width], [2])), DetectorGraph.Contributions);
        var score = graph.Squeeze(whole, [2], DetectorGraph.Score);
        return graph
            .Output(score, ElementType.Float64, "batch", "time")
            .Output(contributions, ElementType.Float64, "batch", "time", width)
            .Build();
    }

    /// <summary>The forest that <see cref="ToGraph"/> wrote.</summary>
    /// <exception cref="CorruptGraphException">The graph is not one of these.</exception>
    public static IsolationForest FromGraph(OnnxGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var channels = DetectorGraph.ReadChannels(graph);
        var rate = DetectorGraph.Read(graph, "rate", 1)[0];
        var limit = DetectorGraph.Read(graph, "limit", 1)[0];
        var typical = graph.ReadInitializer("typical");
        if (!(rate > 0) || !(limit > 0) || typical.ElementType != ElementType.Float32 || typical.Shape.ElementCount != channels.Length)
        {
            throw new CorruptGraphException("rate, limit or medians of the forest cannot be used");
        }

        return new IsolationForest(channels, ReadTrees(graph, channels.Length), typical.AsSpan<float>().ToArray(), rate, limit);
    }

    /// <summary>The forest as an expert that answers <see cref="ExpertTask.Detect"/>.</summary>
    /// <param name="id">Its name and version.</param>
    public FittedExpert ToExpert(ExpertId id) => new(
        DetectorGraph.Describe(id, $"Finds rows unlike normal operation of {Channels.Count} channels (isolation forest).", Channels, least: 1, Recent, Calibration),
        ToGraph().ToBytes());

    private (string, GraphAttribute)[] TreeAttributes()
    {
        var count = _trees.Channel.Count;
        var (tree, node) = (new long[count], new long[count]);
        for (var (at, t) = (0, 0); at < count; at++)
        {
            t += t + 1 < Trees && _trees.Roots[t + 1] == at ? 1 : 0;
            (tree[at], node[at]) = (t, at - _trees.Roots[t]);
        }

        var leaves = Enumerable.Range(0, count).Where(at => _trees.Channel[at] < 0).ToArray();
        long[] Children(List<int> places) => [.. places.Select((place, at) => _trees.Channel[at] < 0 ? 0 : node[place])];
        return
        [
            ("n_targets", 1),
            ("aggregate_function", "SUM"),
            ("post_transform", "NONE"),
            ("nodes_treeids", tree),
            ("nodes_nodeids", node),
            ("nodes_modes", _trees.Channel.Select(channel => channel < 0 ? "LEAF" : "BRANCH_LEQ").ToArray()),
            ("nodes_featureids", _trees.Channel.Select(channel => (long)Math.Max(0, channel)).ToArray()),
            ("nodes_values", _trees.Value.Select((value, at) => _trees.Channel[at] < 0 ? 0 : value).ToArray()),
            ("nodes_truenodeids", Children(_trees.Low)),
            ("nodes_falsenodeids", Children(_trees.High)),
            ("target_treeids", Array.ConvertAll(leaves, at => tree[at])),
            ("target_nodeids", Array.ConvertAll(leaves, at => node[at])),
            ("target_ids", new long[leaves.Length]),
            ("target_weights", Array.ConvertAll(leaves, at => _trees.Value[at])),
        ];
    }

    private static IsolationTrees ReadTrees(OnnxGraph graph, int width)
    {
        try
        {
            var attributes = graph.Nodes.Single(candidate => candidate.OpType == TreeOperator).Attributes;
            var (ids, modes, features) = (attributes["nodes_nodeids"].Ints, attributes["nodes_modes"].Strings, attributes["nodes_featureids"].Ints);
            var (values, low, high) = (attributes["nodes_values"].Floats, attributes["nodes_truenodeids"].Ints, attributes["nodes_falsenodeids"].Ints);
            var weights = attributes["target_weights"].Floats;
            var trees = new IsolationTrees();
            for (var (at, leaf) = (0, 0); at < ids.Count; at++)
            {
                if (ids[at] == 0)
                {
                    trees.Roots.Add(at);
                }

                var isLeaf = modes[at] == "LEAF";
                var root = trees.Roots[^1];
                trees.Channel.Add(isLeaf ? -1 : checked((int)features[at]));
                trees.Value.Add(isLeaf ? weights[leaf++] : values[at]);
                trees.Low.Add(isLeaf ? 0 : checked((int)(root + low[at])));
                trees.High.Add(isLeaf ? 0 : checked((int)(root + high[at])));

                // Children come after their parent, so that no row walks in a circle.
                if (!isLeaf && (trees.Channel[at] < 0 || trees.Channel[at] >= width || trees.Low[at] <= at || trees.High[at] <= at || Math.Max(trees.Low[at], trees.High[at]) >= ids.Count))
                {
                    throw new CorruptGraphException($"node {at} of the forest leads nowhere");
                }
            }

            return trees.Roots.Count > 0 ? trees : throw new CorruptGraphException("the forest has no trees");
        }
        catch (Exception e) when (e is InvalidOperationException or KeyNotFoundException or ArgumentOutOfRangeException or IndexOutOfRangeException or OverflowException)
        {
            throw new CorruptGraphException($"the forest's trees cannot be read: {e.Message}", e);
        }
    }
}
