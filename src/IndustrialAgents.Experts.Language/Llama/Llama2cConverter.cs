using IndustrialAgents.Onnx.Graphs;

namespace IndustrialAgents.Experts.Language;

/// <summary>
/// Writes the graph of a Llama decoder (Touvron et al. 2023) from weights of llama2.c: root-mean-square norms (Zhang and Sennrich 2019), rotary positions
/// (Su et al. 2021), grouped heads (Ainslie et al. 2023), SwiGLU (Shazeer 2020). Inputs and outputs are in the layout of Hugging Face's Optimum:
/// <c>input_ids</c> and <c>position_ids</c> [batch, tokens], <c>attention_mask</c> [batch, past + tokens], <c>past_key_values.N.key</c> and
/// <c>.value</c> [batch, heads, past, width]; <c>logits</c> [batch, tokens, vocabulary] and <c>present.N.key</c> and <c>.value</c>.
/// </summary>
public static class Llama2cConverter
{
    private const float Epsilon = 1e-5f;
    private const float Masked = -1e9f;

    /// <summary>Writes the graph. The same weights give the same bytes.</summary>
    public static OnnxGraph Convert(Llama2cWeights weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        return new Writer(weights).Write();
    }

    private sealed class Writer(Llama2cWeights weights)
    {
        private readonly GraphBuilder _graph = new GraphBuilder("llama").DocString("Llama decoder, converted from weights of llama2.c");
        private readonly int _group = weights.Heads / weights.KeyHeads;

        public OnnxGraph Write()
        {
            var ids = _graph.Input("input_ids", ElementType.Int64, "batch", "tokens");
            var mask = _graph.Input("attention_mask", ElementType.Int64, "batch", "total");
            var positions = _graph.Input("position_ids", ElementType.Int64, "batch", "tokens");
            GraphTensor[] past = [.. Enumerable.Range(0, weights.Layers).SelectMany(layer => new[] { Past(layer, "key"), Past(layer, "value") })];
            var (embedding, bias) = (_graph.Initializer("tokens.weight", weights.Embedding(), weights.Vocabulary, weights.Width), Bias(ids, mask));
            var (cosines, sines) = Rotations(positions);
            var state = _graph.Gather(embedding, ids);
            for (var layer = 0; layer < weights.Layers; layer++)
            {
                state = Attend(layer, state, bias, cosines, sines, past[2 * layer], past[(2 * layer) + 1]);
                state = Feed(layer, state);
            }

            state = Norm(state, "norm.weight", weights.FinalNorm());
            var output = weights.HasOwnOutput
                ? Matrix("output.weight", [weights.Output()], weights.Width)
                : _graph.Transpose(embedding, [1, 0]);
            _graph.Output(_graph.MatMul(state, output, "logits"), ElementType.Float32, "batch", "tokens", weights.Vocabulary);
            for (var layer = 0; layer < weights.Layers; layer++)
            {
                foreach (var part in (string[])["key", "value"])
                {
                    _graph.Output(new GraphTensor($"present.{layer}.{part}"), ElementType.Float32, "batch", weights.KeyHeads, "total", weights.HeadWidth);
                }
            }

            return _graph.Build();
        }

        private GraphTensor Past(int layer, string part) =>
            _graph.Input($"past_key_values.{layer}.{part}", ElementType.Float32, "batch", weights.KeyHeads, "past", weights.HeadWidth);

        // 0 where a token may look and a large negative number where not: at what fills up, and at what comes after it. [batch, 1, group * tokens, total].
        private GraphTensor Bias(GraphTensor ids, GraphTensor mask)
        {
            var (zero, one) = (_graph.Scalar(0L), _graph.Scalar(1L));
            var total = _graph.Gather(_graph.Node("Shape", [mask]), one);
            var tokens = _graph.Gather(_graph.Node("Shape", [ids]), one);
            var keys = _graph.Node("Range", [zero, total, one]);
            var asking = _graph.Unsqueeze(_graph.Node("Range", [_graph.Sub(total, tokens), total, one]), [1]);
            var seen = _graph.Node("LessOrEqual", [keys, asking]);
            var real = _graph.Unsqueeze(_graph.Cast(mask, ElementType.Bool), [1, 2]);
            var bias = _graph.Node("Where", [_graph.Node("And", [seen, real]), _graph.Scalar(0f), _graph.Scalar(Masked)]);
            return _group == 1 ? bias : _graph.Concat([.. Enumerable.Repeat(bias, _group)], 2);
        }

        private (GraphTensor Cosines, GraphTensor Sines) Rotations(GraphTensor positions)
        {
            var half = weights.HeadWidth / 2;
            var (cosines, sines) = (new float[weights.Length * weights.HeadWidth], new float[weights.Length * weights.HeadWidth]);
            for (var position = 0; position < weights.Length; position++)
            {
                for (var i = 0; i < half; i++)
                {
                    var angle = position * (1 / MathF.Pow(10000, 2f * i / weights.HeadWidth));
                    var at = (position * weights.HeadWidth) + i;
                    cosines[at] = cosines[at + half] = MathF.Cos(angle);
                    sines[at] = sines[at + half] = MathF.Sin(angle);
                }
            }

            return (Look("rotary.cos", cosines), Look("rotary.sin", sines));

            GraphTensor Look(string name, float[] table) =>
                _graph.Unsqueeze(_graph.Gather(_graph.Initializer(name, table, weights.Length, weights.HeadWidth), positions), [1]);
        }

        private GraphTensor Attend(int layer, GraphTensor state, GraphTensor bias, GraphTensor cosines, GraphTensor sines, GraphTensor pastKey, GraphTensor pastValue)
        {
            var (heads, keys, width) = (weights.Heads, weights.KeyHeads, weights.HeadWidth);
            var joined = Matrix($"layers.{layer}.qkv.weight", [HalvesOfPairs(weights.Query(layer)), HalvesOfPairs(weights.Key(layer)), weights.Value(layer)], weights.Width);
            var all = _graph.MatMul(Norm(state, $"layers.{layer}.attention_norm.weight", weights.AttentionNorm(layer)), joined);
            all = _graph.Transpose(_graph.Reshape(all, [0, 0, heads + (2 * keys), width]), [0, 2, 1, 3]);
            var parts = Split(all, 1, heads + keys, keys);
            var halves = Split(parts[0], -1, width / 2, width / 2);
            var turned = _graph.Concat([_graph.Node("Neg", [halves[1]]), halves[0]], -1);
            var rotated = Split(_graph.Add(_graph.Mul(parts[0], cosines), _graph.Mul(turned, sines)), 1, heads, keys);
            var key = _graph.Concat([pastKey, rotated[1]], 2, $"present.{layer}.key");
            var value = _graph.Concat([pastValue, parts[1]], 2, $"present.{layer}.value");

            // The heads of a group lie one after the other: as rows of one matrix they need no copies of their keys.
            var query = _group == 1 ? rotated[0] : _graph.Reshape(rotated[0], [0, keys, -1, width]);
            var scores = _graph.Mul(_graph.MatMul(query, _graph.Transpose(key, [0, 1, 3, 2])), _graph.Scalar(1 / MathF.Sqrt(width)));
            var seen = _graph.MatMul(_graph.Softmax(_graph.Add(scores, bias)), value);
            seen = _group == 1 ? seen : _graph.Reshape(seen, [0, heads, -1, width]);
            seen = _graph.Reshape(_graph.Transpose(seen, [0, 2, 1, 3]), [0, 0, weights.Width]);
            return _graph.Add(state, _graph.MatMul(seen, Matrix($"layers.{layer}.wo.weight", [weights.Join(layer)], weights.Width)));
        }

        private GraphTensor Feed(int layer, GraphTensor state)
        {
            var joined = Matrix($"layers.{layer}.w1w3.weight", [weights.Gate(layer), weights.Up(layer)], weights.Width);
            var parts = Split(_graph.MatMul(Norm(state, $"layers.{layer}.ffn_norm.weight", weights.FeedNorm(layer)), joined), -1, weights.Hidden, weights.Hidden);
            var gated = _graph.Mul(_graph.Mul(parts[0], _graph.Sigmoid(parts[0])), parts[1]);
            return _graph.Add(state, _graph.MatMul(gated, Matrix($"layers.{layer}.w2.weight", [weights.Down(layer)], weights.Hidden)));
        }

        private GraphTensor Norm(GraphTensor state, string name, float[] scale)
        {
            var mean = _graph.ReduceMean(_graph.Pow(state, _graph.Scalar(2f)), [-1]);
            var root = _graph.Sqrt(_graph.Add(mean, _graph.Scalar(Epsilon)));
            return _graph.Mul(_graph.Div(state, root), _graph.Initializer(name, scale, scale.Length));
        }

        private GraphTensor[] Split(GraphTensor value, int axis, int first, int second)
        {
            var lengths = _graph.Vector((long)first, second);
            return _graph.Node("Split", [value, lengths], [$"{value.Name}_first", $"{value.Name}_second"], [("axis", axis)]);
        }

        // Matrices [outputs, inputs] beside each other as one [inputs, outputs], which is what a product takes.
        private GraphTensor Matrix(string name, float[][] parts, int inputs)
        {
            var outputs = parts.Sum(part => part.Length / inputs);
            var (values, start) = (new float[inputs * outputs], 0);
            foreach (var part in parts)
            {
                var rows = part.Length / inputs;
                for (var row = 0; row < rows; row++)
                {
                    for (var column = 0; column < inputs; column++)
                    {
                        values[(column * outputs) + start + row] = part[(row * inputs) + column];
                    }
                }

                start += rows;
            }

            return _graph.Initializer(name, values, inputs, outputs);
        }

        // llama2.c rotates neighbours 2i and 2i+1; with all first ones before all second ones, products of queries and keys stay the same and whole halves turn.
        private float[] HalvesOfPairs(float[] matrix)
        {
            var (inputs, width, result) = (weights.Width, weights.HeadWidth, new float[matrix.Length]);
            for (var row = 0; row < matrix.Length / inputs; row++)
            {
                var (head, i) = Math.DivRem(row, width);
                var to = (head * width) + (i / 2) + (i % 2 * (width / 2));
                matrix.AsSpan(row * inputs, inputs).CopyTo(result.AsSpan(to * inputs));
            }

            return result;
        }
    }
}
