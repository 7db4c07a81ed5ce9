using IndustrialAgents.Onnx.Graphs;

namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>
/// What is seen of the end of a run, by channel: mean, slope, deviation, where the line through the window ends, the means of the last 10 and 5
/// samples, and the last one. All of it in float64, so that the native form and the model fall on the same side of a tree's limits.
/// </summary>
internal static class LifeFeatures
{
    private const int Statistics = 7;
    private static readonly int[] Tails = [10, 5, 1];

    public static int Width(int channels, bool fromNew) => (Statistics * channels) + (fromNew ? 1 : 0);

    /// <summary>Features <c>[statistic, channel]</c> of the end of a series.</summary>
    /// <param name="values">Standardized samples <c>[time, channel]</c>, at least two.</param>
    /// <param name="channels">Number of channels.</param>
    /// <param name="window">Most samples to look at.</param>
    /// <param name="age">Samples since it was new, the last feature; null where unknown.</param>
    /// <param name="features">Receives <see cref="Width"/> values.</param>
    public static void Compute(ReadOnlySpan<double> values, int channels, int window, int? age, Span<float> features)
    {
        if (age is { } known)
        {
            features[^1] = known;
        }

        var n = Math.Min(window, values.Length / channels);
        values = values[^(n * channels)..];
        for (var c = 0; c < channels; c++)
        {
            var (sum, moment) = (0.0, 0.0);
            for (var t = 0; t < n; t++)
            {
                sum += values[(t * channels) + c];
                moment += values[(t * channels) + c] * (t - ((n - 1) / 2.0));
            }

            var (mean, slope, squares) = (sum / n, moment / Spread(n), 0.0);
            for (var t = 0; t < n; t++)
            {
                squares += (values[(t * channels) + c] - mean) * (values[(t * channels) + c] - mean);
            }

            features[c] = (float)mean;
            features[channels + c] = (float)slope;
            features[(2 * channels) + c] = (float)Math.Sqrt(squares / n);
            features[(3 * channels) + c] = (float)(mean + (slope * ((n - 1) / 2.0)));
            for (var tail = 0; tail < Tails.Length; tail++)
            {
                var (total, count) = (0.0, Math.Min(Tails[tail], n));
                for (var t = n - count; t < n; t++)
                {
                    total += values[(t * channels) + c];
                }

                features[((4 + tail) * channels) + c] = (float)(total / count);
            }
        }
    }

    /// <summary>Adds the features float32 [batch, feature] of standardized series float64 [batch, time, channel] to a graph.</summary>
    public static GraphTensor AddTo(GraphBuilder graph, GraphTensor series, int window, bool fromNew)
    {
        var end = graph.Slice(series, [-window], [int.MaxValue], [1]);
        var n = graph.Cast(graph.Slice(graph.Node("Shape", [end]), [1], [2], [0]), ElementType.Float64);
        var (zero, one, two, twelve) = (graph.Scalar(0.0), graph.Scalar(1.0), graph.Scalar(2.0), graph.Scalar(12.0));
        var middle = graph.Div(graph.Sub(n, one), two);
        var ramp = graph.Sub(graph.Node("Range", [zero, graph.Squeeze(n, [0]), one]), middle);
        var spread = graph.Div(graph.Mul(n, graph.Sub(graph.Square(n), one)), twelve);
        var mean = graph.ReduceMean(end, [1]);
        var moment = graph.ReduceSum(graph.Mul(end, graph.Unsqueeze(ramp, [0, 2])), [1], keepDimensions: false);
        var slope = graph.Div(moment, spread);
        var deviation = graph.Sqrt(graph.ReduceMean(graph.Square(graph.Sub(end, mean)), [1], keepDimensions: false));
        var flat = graph.Squeeze(mean, [1]);
        GraphTensor[] tails = [.. Tails.Select(count => graph.ReduceMean(graph.Slice(end, [-count], [int.MaxValue], [1]), [1], keepDimensions: false))];
        var features = graph.Cast(graph.Concat([flat, slope, deviation, graph.Add(flat, graph.Mul(slope, middle)), .. tails], 1), ElementType.Float32);
        if (!fromNew)
        {
            return features;
        }

        // One age a row of the batch: the batch's length comes from the series, as the age does.
        var shape = graph.Node("Shape", [series]);
        var age = graph.Reshape(graph.Cast(graph.Slice(shape, [1], [2], [0]), ElementType.Float32), [1, 1]);
        var rows = graph.Concat([graph.Slice(shape, [0], [1], [0]), graph.Vector(1L)], 0);
        return graph.Concat([features, graph.Node("Expand", [age, rows])], 1);
    }

    // Sum of squares of 0 to n - 1 about their mean.
    private static double Spread(int n) => n * (((double)n * n) - 1) / 12;
}
