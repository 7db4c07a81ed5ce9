using IndustrialAgents.Onnx.Graphs;

namespace IndustrialAgents.Experts.Language;

/// <summary>The ONNX form of a fitted text classifier: which pieces are known, their weighting, unit lengths and all heads are in the graph.</summary>
internal sealed class NgramModel
{
    public const string Output = "probabilities";

    private readonly GraphBuilder _graph = new GraphBuilder("ngram_classifier").DocString("Linear heads on hashed n-grams, pooled, around what a text of nothing known gets.");
    private readonly GraphTensor _buckets;
    private readonly GraphTensor _logCounts;
    private readonly int _width;
    private GraphTensor _scores;

    /// <summary>A model without heads: int64 buckets and float32 counts <c>[batch, m]</c>.</summary>
    /// <param name="width">Number of buckets.</param>
    /// <param name="offsets">What a text of nothing known scores <c>[class]</c>.</param>
    public NgramModel(int width, float[] offsets)
    {
        _width = width;
        _buckets = _graph.Input(NgramsStep.BucketsInput, ElementType.Int64, "batch", "m");
        _logCounts = _graph.Log(_graph.Add(_graph.Input(NgramsStep.CountsInput, ElementType.Float32, "batch", "m"), _graph.Scalar(1f)));
        _scores = _graph.Initializer("log_shares", offsets, offsets.Length);
        Classes = offsets.Length;
    }

    private int Classes { get; }

    /// <summary>Adds scores <c>[batch, class]</c> from weights <c>[piece, class]</c>.</summary>
    public void Add(NgramVectors vectors, float[] weights)
    {
        // Place 0 is that of all pieces that are not known; they weigh nothing.
        var places = new int[_width];
        for (var i = 0; i < vectors.Buckets.Length; i++)
        {
            places[vectors.Buckets[i]] = i + 1;
        }

        var pieces = vectors.Buckets.Length + 1;
        var known = _graph.Gather(_graph.Initializer($"places_{pieces}", places, _width), _buckets);
        var values = _graph.Mul(_logCounts, _graph.Gather(_graph.Initializer($"idf_{pieces}", [0f, .. vectors.Idf], pieces), known));
        var head = _graph.Gather(_graph.Initializer($"head_{pieces}", [.. new float[Classes], .. weights], pieces, Classes), known);
        foreach (var (range, to) in vectors.Kinds)
        {
            if (range.Start.Value < range.End.Value)
            {
                AddKind(values, known, head, range.Start.Value + 1, range.End.Value + 1, to);
            }
        }
    }

    private void AddKind(GraphTensor values, GraphTensor known, GraphTensor head, int start, int end, float to)
    {
        var isKind = _graph.Node("And", [_graph.Node("GreaterOrEqual", [known, _graph.Scalar(start)]), _graph.Node("Less", [known, _graph.Scalar(end)])]);
        var kind = _graph.Mul(values, _graph.Cast(isKind, ElementType.Float32));

        // A text without pieces of a kind has length 0.
        var length = _graph.Sqrt(_graph.ReduceSum(_graph.Square(kind), [1]));
        var unit = _graph.Div(kind, _graph.Mul(_graph.Add(length, _graph.Scalar(1e-12f)), _graph.Scalar(1 / to)));
        _scores = _graph.Add(_scores, _graph.Squeeze(_graph.MatMul(_graph.Unsqueeze(unit, [1]), head), [1]));
    }

    /// <summary>Writes it, with float32 probabilities <c>[batch, class]</c>.</summary>
    public byte[] ToBytes()
    {
        _graph.Output(Output, _graph.Softmax(_scores), ElementType.Float32, "batch", Classes);
        return _graph.Build().ToBytes();
    }
}
