using IndustrialAgents.Learning;
using IndustrialAgents.Onnx.Graphs;

namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>The trees of a table classifier: the probability of its positive class from a row, derived columns included. Immutable and thread-safe.</summary>
internal sealed record TableTrees(TreeEnsemble? Boosted, TreeEnsemble? Forest)
{
    private const string BoostedName = "boosted";
    private const string ForestName = "forest";

    public TableLearner Learner => (Boosted, Forest) switch
    {
        (not null, not null) => TableLearner.Both,
        (not null, null) => TableLearner.Boosted,
        _ => TableLearner.Forest,
    };

    public static TableTrees Fit(TableLearner learner, float[] rows, int width, float[] targets, TableClassifierOptions options, CancellationToken cancellationToken) => new(
        learner == TableLearner.Forest ? null : TreeLearner.BoostOdds(rows, width, targets, options.Boosting, cancellationToken),
        learner == TableLearner.Boosted ? null : TreeLearner.Forest(rows, width, targets, options.Forest, cancellationToken));

    public static TableTrees Read(OnnxGraph graph, TableLearner learner, int width) => new(
        learner == TableLearner.Forest ? null : TreeGraph.Read(graph, width, BoostedName),
        learner == TableLearner.Boosted ? null : TreeGraph.Read(graph, width, ForestName));

    /// <summary>The probability of the positive class by a learner, which is one of those fitted.</summary>
    public double Predict(TableLearner learner, ReadOnlySpan<float> row) => learner switch
    {
        TableLearner.Boosted => 1 / (1 + Math.Exp(-Boosted!.Predict(row))),

        // Shares of a forest's trees are sums that rounding may carry beyond 0 or 1.
        TableLearner.Forest => Math.Clamp(Forest!.Predict(row), 0, 1),
        _ => (Predict(TableLearner.Boosted, row) + Predict(TableLearner.Forest, row)) / 2,
    };

    /// <summary>Adds the probability of the positive class, float64 [row, 1], to a graph.</summary>
    public GraphTensor AddTo(GraphBuilder graph, GraphTensor rows)
    {
        var boosted = Boosted is null ? (GraphTensor?)null : graph.Sigmoid(TreeGraph.AddTo(graph, rows, Boosted, BoostedName));
        var forest = Forest is null ? (GraphTensor?)null : graph.Clip(TreeGraph.AddTo(graph, rows, Forest, ForestName), graph.Scalar(0.0), graph.Scalar(1.0));
        return (boosted, forest) is ({ } b, { } f) ? graph.Div(graph.Add(b, f), graph.Scalar(2.0)) : boosted ?? forest!.Value;
    }
}
