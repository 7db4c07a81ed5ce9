using IndustrialAgents.Onnx.Graphs;

namespace IndustrialAgents.Tests.Hub;

/// <summary>
/// Small graphs with the interface of the pre-trained models' exports and an answer that is known beforehand. -1 leaves a dimension open.
/// </summary>
internal static class SmallGraphs
{
    /// <summary>
    /// As Chronos-Bolt: step s at level q is the row's last value that is not NaN, + s, + 10 (q - 0.5). A mask, where there is one, adds 1000 for each sample
    /// that it calls real and is NaN, or the other way round.
    /// </summary>
    public static OnnxGraph ChronosBolt(long batch = -1, long context = -1, int horizon = 4, int levels = 9, bool mask = false, string output = "quantile_preds")
    {
        var graph = new GraphBuilder("chronos");
        var x = graph.Input("context", ElementType.Float32, Dimension(batch), Dimension(context));
        var missing = graph.Node("IsNaN", [x]);
        var (zero, one) = (graph.Scalar(0f), graph.Scalar(1f));
        var real = graph.Node("Where", [missing, zero, one]);
        var place = graph.Node("CumSum", [graph.Node("Where", [missing, one, one]), graph.Scalar(1L)]);
        var last = graph.ReduceMax(graph.Mul(place, real), [1]);
        var value = graph.ReduceSum(graph.Node("Where", [graph.Node("Equal", [place, last]), x, zero]), [1]);
        if (mask)
        {
            var marks = graph.Input("mask", ElementType.Float32, Dimension(batch), Dimension(context));
            value = graph.Add(value, graph.Mul(graph.Scalar(1000f), graph.ReduceSum(graph.Abs(graph.Sub(marks, real)), [1])));
        }

        var offsets = Enumerable.Range(0, levels * horizon).Select(i => 1f + (i % horizon) + (10 * (((i / horizon) + 1f) / (levels + 1) - 0.5f))).ToArray();
        var all = graph.Add(graph.Unsqueeze(value, [2]), graph.Initializer("offsets", offsets, 1, levels, horizon));
        return graph.Output(output, all, ElementType.Float32, Dimension(batch), levels, horizon).Build();
    }

    /// <summary>
    /// As TimesFM: step s is the row's last value + s + 100 a sample marked as padded + 10000 the frequency category; the mean, first, is 0.25 above, and level q
    /// 10 (q - 0.5).
    /// </summary>
    /// <param name="batch">Rows.</param>
    /// <param name="context">Samples.</param>
    /// <param name="after">Samples that the padding input covers beyond the context.</param>
    /// <param name="perPatch">Whether there is a forecast after each of two patches, the first of which is 10^6 off.</param>
    /// <param name="bare">Whether there is no padding and no frequency input, as where the graph pads by itself.</param>
    public static OnnxGraph TimesFm(long batch = -1, long context = 32, int after = 4, bool perPatch = false, bool bare = false)
    {
        var graph = new GraphBuilder("timesfm");
        var x = graph.Input(bare ? "past_values" : "input_ts", ElementType.Float32, Dimension(batch), Dimension(context));
        var value = graph.Slice(x, [-1], [long.MaxValue], [1]);
        if (!bare)
        {
            var padding = graph.Input("input_padding", ElementType.Float32, Dimension(batch), context < 0 ? Dimension(-1) : context + after);
            var frequency = graph.Cast(graph.Input("freq", ElementType.Int32, Dimension(batch), 1), ElementType.Float32);
            value = graph.Add(value, graph.Mul(graph.Scalar(100f), graph.ReduceSum(padding, [1])));
            value = graph.Add(value, graph.Mul(graph.Scalar(10_000f), frequency));
        }

        const int Horizon = 4;
        var offsets = Enumerable.Range(0, Horizon * 10).Select(i => 1f + (i / 10) + (i % 10 == 0 ? 0.25f : i % 10 - 5f)).ToArray();
        var all = graph.Add(graph.Unsqueeze(value, [2]), graph.Initializer("offsets", offsets, 1, Horizon, 10));
        return perPatch
            ? graph.Output(
                "output_ts",
                graph.Concat([graph.Unsqueeze(graph.Add(all, graph.Scalar(1e6f)), [1]), graph.Unsqueeze(all, [1])], 1),
                ElementType.Float32,
                Dimension(batch),
                2,
                Horizon,
                10).Build()
            : graph.Output("mean_predictions", graph.Slice(all, [0], [1], [2]), ElementType.Float32, Dimension(batch), Horizon, 1)
                .Output("full_predictions", all, ElementType.Float32, Dimension(batch), Horizon, 10).Build();
    }

    /// <summary>As TTM: every step is each channel's last value; a mask adds 1000 for each sample that is not real, a frequency token its number.</summary>
    public static OnnxGraph Ttm(long batch = -1, long context = 8, long channels = -1, int horizon = 3, bool mask = false, bool token = false)
    {
        var graph = new GraphBuilder("ttm");
        var x = graph.Input("past_values", ElementType.Float32, Dimension(batch), Dimension(context), Dimension(channels));
        var value = graph.Slice(x, [-1], [long.MaxValue], [1]);
        if (mask)
        {
            var marks = graph.Cast(graph.Input("past_observed_mask", ElementType.Bool, Dimension(batch), Dimension(context), Dimension(channels)), ElementType.Float32);
            value = graph.Add(value, graph.Mul(graph.Scalar(1000f), graph.ReduceSum(graph.Sub(graph.Scalar(1f), marks), [1])));
        }

        if (token)
        {
            value = graph.Add(value, graph.Unsqueeze(graph.Cast(graph.Input("freq_token", ElementType.Int32, Dimension(batch)), ElementType.Float32), [1, 2]));
        }

        var all = graph.Mul(value, graph.Initializer("steps", Enumerable.Repeat(1f, horizon).ToArray(), 1, horizon, 1));
        return graph.Output("prediction_outputs", all, ElementType.Float32, Dimension(batch), horizon, Dimension(channels)).Build();
    }

    /// <summary>
    /// As MOMENT: the reconstruction is half of x_enc; the forecast is each channel's last value + s, + 1000 a sample that the mask calls padded; the embedding has
    /// half the mean of all values in four coordinates, + 0 to 3.
    /// </summary>
    public static OnnxGraph Moment(string output, long batch = -1, long channels = -1, long context = 16, int horizon = 3)
    {
        var graph = new GraphBuilder("moment");
        var x = graph.Input("x_enc", ElementType.Float32, Dimension(batch), Dimension(channels), Dimension(context));
        var marks = graph.Input("input_mask", ElementType.Float32, Dimension(batch), Dimension(context));
        var padded = graph.Unsqueeze(graph.Mul(graph.Scalar(1000f), graph.ReduceSum(graph.Sub(graph.Scalar(1f), marks), [1])), [2]);
        var half = graph.Mul(graph.Mul(x, graph.Unsqueeze(marks, [1])), graph.Scalar(0.5f));
        return output switch
        {
            "reconstruction" => graph.Output(output, half, ElementType.Float32, Dimension(batch), Dimension(channels), Dimension(context)).Build(),
            "forecast" => graph.Output(
                output,
                graph.Add(
                    graph.Add(graph.Slice(x, [-1], [long.MaxValue], [2]), padded),
                    graph.Initializer("steps", Enumerable.Range(1, horizon).Select(s => (float)s).ToArray(), 1, 1, horizon)),
                ElementType.Float32,
                Dimension(batch),
                Dimension(channels),
                horizon).Build(),
            _ => graph.Output(
                output,
                graph.Add(graph.Squeeze(graph.ReduceMean(half, [1, 2]), [2]), graph.Initializer("coordinates", new[] { 0f, 1f, 2f, 3f }, 1, 4)),
                ElementType.Float32,
                Dimension(batch),
                4).Build(),
        };
    }

    private static GraphDimension Dimension(long length) => length < 0 ? default(GraphDimension) : length;
}
