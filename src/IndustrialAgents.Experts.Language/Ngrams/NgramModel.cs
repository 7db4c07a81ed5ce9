using IndustrialAgents.Onnx.Graphs;

namespace IndustrialAgents.Experts.Language;

/// <summary>The ONNX form of a fitted text classifier: weighting, unit length, ridge head and temperature are all in the graph.</summary>
internal static class NgramModel
{
    public const string Output = "probabilities";

    /// <summary>Writes the model, offsets being what a text without pieces scores: int64 buckets and float32 counts <c>[batch, m]</c> to float32 probabilities <c>[batch, class]</c>.</summary>
    public static byte[] Build(NgramVectors vectors, double[] coefficients, double[] offsets, double temperature)
    {
        var k = offsets.Length;
        var weights = new double[vectors.Idf.Length * k];
        for (var i = 0; i < vectors.Count; i++)
        {
            vectors.AddTo(weights, i, coefficients.AsSpan(i * k, k));
        }

        var graph = new GraphBuilder("ngram_classifier").DocString("Linear head on hashed n-grams, scaled by a temperature, around what a text of nothing known gets.");
        var buckets = graph.Input(NgramsStep.BucketsInput, ElementType.Int64, "batch", "m");
        var counts = graph.Input(NgramsStep.CountsInput, ElementType.Float32, "batch", "m");
        var idf = graph.Initializer("idf", vectors.Idf, vectors.Idf.Length);
        var head = graph.Initializer("head", Array.ConvertAll(weights, weight => (float)(weight / temperature)), vectors.Idf.Length, k);
        var bias = graph.Initializer("log_prior", Array.ConvertAll(offsets, offset => (float)offset), k);

        var values = graph.Mul(graph.Log(graph.Add(counts, graph.Scalar(1f))), graph.Gather(idf, buckets));
        var length = graph.Sqrt(graph.ReduceSum(graph.Square(values), [1]));

        // A text without pieces has length 0; it gets the offsets.
        var unit = graph.Div(values, graph.Add(length, graph.Scalar(1e-12f)));
        var scores = graph.Squeeze(graph.MatMul(graph.Unsqueeze(unit, [1]), graph.Gather(head, buckets)), [1]);
        graph.Output(Output, graph.Softmax(graph.Add(scores, bias)), ElementType.Float32, "batch", k);
        return graph.Build().ToBytes();
    }
}
