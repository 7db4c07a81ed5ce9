using IndustrialAgents.Learning;
using IndustrialAgents.Onnx.Graphs;

namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>Writes a <see cref="TreeEnsemble"/> as a node of ai.onnx.ml, and reads it back.</summary>
internal static class TreeGraph
{
    private const string Operator = "TreeEnsembleRegressor";

    /// <summary>Adds the sums of trees float64 [row, 1] of rows float32 [row, feature] to a graph.</summary>
    public static GraphTensor AddTo(GraphBuilder graph, GraphTensor rows, TreeEnsemble trees, string name)
    {
        // The offset apart, in double precision: the node adds up in single.
        var offset = graph.Initializer($"{name}_offset", [trees.Offset], 1);
        return graph.Add(graph.Cast(graph.Node(Operator, [rows], [name], Attributes(trees), "ai.onnx.ml")[0], ElementType.Float64), offset);
    }

    /// <summary>What <see cref="AddTo"/> wrote.</summary>
    /// <exception cref="CorruptGraphException">There are no such trees, or they lead nowhere.</exception>
    public static TreeEnsemble Read(OnnxGraph graph, int features, string name)
    {
        try
        {
            var attributes = graph.Nodes.Single(node => node.OpType == Operator && node.Outputs.Contains(name)).Attributes;
            var (ids, modes, columns) = (attributes["nodes_nodeids"].Ints, attributes["nodes_modes"].Strings, attributes["nodes_featureids"].Ints);
            var (values, low, high) = (attributes["nodes_values"].Floats, attributes["nodes_truenodeids"].Ints, attributes["nodes_falsenodeids"].Ints);
            var weights = attributes["target_weights"].Floats;
            var (roots, nodes) = (new List<int>(), new List<TreeNode>());
            for (var (at, leaf) = (0, 0); at < ids.Count; at++)
            {
                if (ids[at] == 0)
                {
                    roots.Add(at);
                }

                var root = roots[^1];
                nodes.Add(modes[at] == "LEAF"
                    ? new TreeNode(-1, weights[leaf++])
                    : new TreeNode(checked((int)columns[at]), values[at], checked((int)(root + low[at])), checked((int)(root + high[at]))));
                if (modes[at] != "LEAF" && columns[at] < 0)
                {
                    throw new CorruptGraphException($"node {at} of the trees splits by no feature");
                }
            }

            return new TreeEnsemble(features, DetectorGraph.Read(graph, $"{name}_offset", 1)[0], [.. roots], [.. nodes]);
        }
        catch (Exception e) when (e is InvalidOperationException or KeyNotFoundException or ArgumentOutOfRangeException or IndexOutOfRangeException or OverflowException or InvalidStatisticsException)
        {
            throw new CorruptGraphException($"the model's trees cannot be read: {e.Message}", e);
        }
    }

    private static (string, GraphAttribute)[] Attributes(TreeEnsemble trees)
    {
        var nodes = trees.Nodes.ToArray();
        var (tree, node) = (new long[nodes.Length], new long[nodes.Length]);
        for (var (at, t) = (0, 0); at < nodes.Length; at++)
        {
            t += t + 1 < trees.Roots.Length && trees.Roots[t + 1] == at ? 1 : 0;
            (tree[at], node[at]) = (t, at - trees.Roots[t]);
        }

        var leaves = Enumerable.Range(0, nodes.Length).Where(at => nodes[at].IsLeaf).ToArray();
        return
        [
            ("n_targets", 1),
            ("aggregate_function", "SUM"),
            ("post_transform", "NONE"),
            ("nodes_treeids", tree),
            ("nodes_nodeids", node),
            ("nodes_modes", Array.ConvertAll(nodes, own => own.IsLeaf ? "LEAF" : "BRANCH_LEQ")),
            ("nodes_featureids", Array.ConvertAll(nodes, own => (long)Math.Max(0, own.Feature))),
            ("nodes_values", Array.ConvertAll(nodes, own => own.IsLeaf ? 0 : own.Value)),
            ("nodes_truenodeids", Array.ConvertAll(nodes, own => own.IsLeaf ? 0 : node[own.Low])),
            ("nodes_falsenodeids", Array.ConvertAll(nodes, own => own.IsLeaf ? 0 : node[own.High])),
            ("target_treeids", Array.ConvertAll(leaves, at => tree[at])),
            ("target_nodeids", Array.ConvertAll(leaves, at => node[at])),
            ("target_ids", new long[leaves.Length]),
            ("target_weights", Array.ConvertAll(leaves, at => nodes[at].Value)),
        ];
    }
}
