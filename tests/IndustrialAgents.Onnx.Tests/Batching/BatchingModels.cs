using IndustrialAgents.Onnx.Graphs;

namespace IndustrialAgents.Onnx.Tests.Batching;

/// <summary>Small models with the manners that batching has to cope with.</summary>
internal static class BatchingModels
{
    public const int Width = 4;

    private static readonly OnnxSessionOptions Options = new() { Providers = [OnnxProvider.Cpu], IntraOpThreads = 1 };

    /// <summary>y = 3x + 1 by rows.</summary>
    public static OnnxSession Affine(GraphDimension? batch = null) => Build((graph, x) =>
        graph.Add(graph.Mul(x, graph.Scalar(3f)), graph.Scalar(1f)), batch ?? "batch");

    /// <summary>Says it takes any batch, but fails with more than one row.</summary>
    public static OnnxSession OneRowOnly() => Build(
        (graph, x) => graph.Node("Reshape", [graph.Add(x, graph.Scalar(1f)), graph.Add(Zero(graph, x), graph.Vector<long>(1, Width))]), "batch");

    /// <summary>Adds up all rows into one, whatever it declares.</summary>
    public static OnnxSession SumOfRows() => Build((graph, x) => graph.Node("ReduceSum", [x, Zero(graph, x)]), "batch");

    /// <summary>Table entries by index; an index that the table lacks fails the run.</summary>
    public static OnnxSession Lookup()
    {
        var graph = new GraphBuilder("lookup");
        var x = graph.Input("x", ElementType.Int64, "batch", 1);
        var table = graph.Initializer("table", [10f, 11, 12], 3);
        return Load(graph.Output("y", graph.Gather(table, x), ElementType.Float32, "batch", 1).Build());
    }

    /// <summary>y = 2x for any two dimensions, and their sum by rows.</summary>
    public static OnnxSession Ragged()
    {
        var graph = new GraphBuilder("ragged");
        var x = graph.Input("x", ElementType.Float32, "batch", "length");
        var y = graph.Mul(x, graph.Scalar(2f));
        graph.Output("y", y, ElementType.Float32, "batch", "length");
        return Load(graph.Output("sum", graph.ReduceSum(x, [1]), ElementType.Float32, "batch", 1).Build());
    }

    // A zero that only a run can know, or the runtime would see through the declared batch when it loads the model.
    private static GraphTensor Zero(GraphBuilder graph, GraphTensor x) =>
        graph.Cast(graph.Reshape(graph.Mul(graph.ReduceSum(x), graph.Scalar(0f)), [1]), ElementType.Int64);

    private static OnnxSession Build(Func<GraphBuilder, GraphTensor, GraphTensor> body, GraphDimension batch)
    {
        var graph = new GraphBuilder("rows");
        var x = graph.Input("x", ElementType.Float32, batch, Width);
        return Load(graph.Output("y", body(graph, x), ElementType.Float32, batch, Width).Build());
    }

    private static OnnxSession Load(OnnxGraph graph) => OnnxSession.Load(graph.ToBytes(), Options, graph.Name);
}
