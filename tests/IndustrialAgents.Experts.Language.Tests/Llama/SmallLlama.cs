using System.Buffers.Binary;

namespace IndustrialAgents.Experts.Language.Tests.Llama;

/// <summary>Random weights in llama2.c's format, and the decoder's arithmetic written out plainly.</summary>
internal sealed class SmallLlama
{
    private readonly Dictionary<string, float[]> _parts = [];

    public SmallLlama(int width, int hidden, int layers, int heads, int keyHeads, int vocabulary, int length, bool ownOutput, int seed = 1)
    {
        (Width, Hidden, Layers, Heads, KeyHeads, Vocabulary, Length, OwnOutput) = (width, hidden, layers, heads, keyHeads, vocabulary, length, ownOutput);
        var random = new Random(seed);
        var keys = width / heads * keyHeads;
        Fill("embedding", vocabulary * width);
        Fill("att", layers * width);
        Fill("q", layers * width * width);
        Fill("k", layers * keys * width);
        Fill("v", layers * keys * width);
        Fill("o", layers * width * width);
        Fill("ffn", layers * width);
        Fill("w1", layers * hidden * width);
        Fill("w2", layers * width * hidden);
        Fill("w3", layers * hidden * width);
        Fill("final", width);
        Fill("tables", length * (width / heads));
        if (ownOutput)
        {
            Fill("output", vocabulary * width);
        }

        void Fill(string name, int count) => _parts[name] = [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)];
    }

    public int Width { get; }

    public int Hidden { get; }

    public int Layers { get; }

    public int Heads { get; }

    public int KeyHeads { get; }

    public int Vocabulary { get; }

    public int Length { get; }

    public bool OwnOutput { get; }

    public byte[] ToBytes()
    {
        int[] header = [Width, Hidden, Layers, Heads, KeyHeads, OwnOutput ? -Vocabulary : Vocabulary, Length];
        var bytes = new byte[28 + (4 * _parts.Values.Sum(part => part.Length))];
        for (var i = 0; i < header.Length; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4 * i), header[i]);
        }

        foreach (var (value, i) in _parts.Values.SelectMany(part => part).Select((value, i) => (value, i)))
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(28 + (4 * i)), value);
        }

        return bytes;
    }

    /// <summary>Scores after the last of the tokens, in double precision and neighbour by neighbour as run.c rotates.</summary>
    public double[] Scores(IReadOnlyList<int> ids)
    {
        var size = Width / Heads;
        var states = ids.Select(id => Row("embedding", id, Width)).ToArray();
        for (var layer = 0; layer < Layers; layer++)
        {
            var normed = Array.ConvertAll(states, state => Norm(state, Row("att", layer, Width)));
            var (q, k, v) = (Project("q", Width), Project("k", size * KeyHeads), Project("v", size * KeyHeads));
            for (var t = 0; t < ids.Count; t++)
            {
                Rotate(q[t], t, size);
                Rotate(k[t], t, size);
            }

            for (var t = 0; t < ids.Count; t++)
            {
                var seen = new double[Width];
                for (var head = 0; head < Heads; head++)
                {
                    var from = head / (Heads / KeyHeads) * size;
                    var weights = Enumerable.Range(0, t + 1).Select(s => Math.Exp(Enumerable.Range(0, size).Sum(i => q[t][(head * size) + i] * k[s][from + i]) / Math.Sqrt(size))).ToArray();
                    for (var i = 0; i < size; i++)
                    {
                        seen[(head * size) + i] = Enumerable.Range(0, t + 1).Sum(s => weights[s] * v[s][from + i]) / weights.Sum();
                    }
                }

                states[t] = Sum(states[t], Multiply("o", layer, Width, seen));
                var inner = Norm(states[t], Row("ffn", layer, Width));
                var (gate, up) = (Multiply("w1", layer, Hidden, inner), Multiply("w3", layer, Hidden, inner));
                states[t] = Sum(states[t], Multiply("w2", layer, Width, [.. gate.Select((g, i) => g / (1 + Math.Exp(-g)) * up[i])]));
            }

            double[][] Project(string name, int outputs) => Array.ConvertAll(normed, state => Multiply(name, layer, outputs, state));
        }

        return Multiply(OwnOutput ? "output" : "embedding", 0, Vocabulary, Norm(states[^1], Row("final", 0, Width)));
    }

    private static void Rotate(double[] vector, int position, int size)
    {
        for (var i = 0; i < vector.Length; i += 2)
        {
            var (sine, cosine) = Math.SinCos(position / Math.Pow(10000, (double)(i % size) / size));
            (vector[i], vector[i + 1]) = ((vector[i] * cosine) - (vector[i + 1] * sine), (vector[i] * sine) + (vector[i + 1] * cosine));
        }
    }

    private static double[] Norm(double[] state, double[] scale)
    {
        var root = Math.Sqrt((state.Sum(x => x * x) / state.Length) + 1e-5);
        return [.. state.Select((x, i) => x / root * scale[i])];
    }

    private static double[] Sum(double[] a, double[] b) => [.. a.Zip(b, (x, y) => x + y)];

    private double[] Row(string name, int row, int width) => [.. _parts[name].Skip(row * width).Take(width).Select(x => (double)x)];

    private double[] Multiply(string name, int layer, int outputs, double[] state)
    {
        var matrix = _parts[name].AsSpan(layer * outputs * state.Length);
        var result = new double[outputs];
        for (var row = 0; row < outputs; row++)
        {
            for (var i = 0; i < state.Length; i++)
            {
                result[row] += matrix[(row * state.Length) + i] * state[i];
            }
        }

        return result;
    }
}
