using System.Numerics.Tensors;

namespace IndustrialAgents.Experts.Language;

/// <summary>
/// Texts as sparse vectors of unit length: ln(1 + count) · idf by bucket, where idf = 1 + ln((1 + n) / (1 + texts that have the bucket))
/// (inverse document frequency, Spärck Jones 1972, doi:10.1108/eb026526, smoothed).
/// </summary>
internal sealed class NgramVectors
{
    private readonly int[][] _buckets;
    private readonly float[][] _values;

    public NgramVectors(IReadOnlyList<NgramCounts> texts, int width, double wordWeight)
    {
        Idf = new float[width];
        foreach (var text in texts)
        {
            foreach (var bucket in text.Buckets.Span)
            {
                Idf[bucket]++;
            }
        }

        for (var i = 0; i < width; i++)
        {
            var idf = 1 + Math.Log((1.0 + texts.Count) / (1.0 + Idf[i]));
            Idf[i] = (float)(i < width / 2 ? idf : idf * wordWeight);
        }

        _buckets = [.. texts.Select(text => text.Buckets.ToArray())];
        _values = [.. texts.Select(Weigh)];
    }

    /// <summary>Inverse document frequency of each bucket.</summary>
    public float[] Idf { get; }

    /// <summary>Number of texts.</summary>
    public int Count => _buckets.Length;

    /// <summary>Inner products of each text with those before it and itself: the lower half of a matrix, by rows.</summary>
    /// <param name="rows">The texts, by number.</param>
    public double[] Kernel(ReadOnlySpan<int> rows)
    {
        var kernel = new double[(long)rows.Length * rows.Length];
        var dense = new float[Idf.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            Scatter(rows[i], dense, 1);
            for (var j = 0; j <= i; j++)
            {
                kernel[((long)i * rows.Length) + j] = Dot(rows[j], dense);
            }

            Scatter(rows[i], dense, 0);
        }

        return kernel;
    }

    /// <summary>Adds a text's vector times one weight a class to <c>[bucket, class]</c>.</summary>
    public void AddTo(double[] weights, int text, ReadOnlySpan<double> classes)
    {
        for (var i = 0; i < _buckets[text].Length; i++)
        {
            var row = weights.AsSpan(_buckets[text][i] * classes.Length, classes.Length);
            TensorPrimitives.MultiplyAdd(classes, _values[text][i], row, row);
        }
    }

    /// <summary>Inner product of a text with weights by bucket.</summary>
    public double Dot(int text, double[] weights)
    {
        var (buckets, values) = (_buckets[text], _values[text]);
        double sum = 0;
        for (var i = 0; i < buckets.Length; i++)
        {
            sum += values[i] * weights[buckets[i]];
        }

        return sum;
    }

    /// <summary>Adds a text's vector times a factor to weights by bucket.</summary>
    public void Add(int text, double[] weights, double factor)
    {
        var (buckets, values) = (_buckets[text], _values[text]);
        for (var i = 0; i < buckets.Length; i++)
        {
            weights[buckets[i]] += values[i] * factor;
        }
    }

    /// <summary>Adds a text's inner products with weights <c>[bucket, class]</c> to its scores.</summary>
    public void Score(int text, double[] weights, Span<double> scores)
    {
        for (var i = 0; i < _buckets[text].Length; i++)
        {
            TensorPrimitives.MultiplyAdd(weights.AsSpan(_buckets[text][i] * scores.Length, scores.Length), _values[text][i], scores, scores);
        }
    }

    private float[] Weigh(NgramCounts text)
    {
        var values = new float[text.Buckets.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = MathF.Log(1 + text.Counts.Span[i]) * Idf[text.Buckets.Span[i]];
        }

        var length = TensorPrimitives.Norm<float>(values);
        if (length > 0)
        {
            TensorPrimitives.Divide(values, length, values);
        }

        return values;
    }

    private void Scatter(int text, float[] dense, float factor)
    {
        for (var i = 0; i < _buckets[text].Length; i++)
        {
            dense[_buckets[text][i]] = _values[text][i] * factor;
        }
    }

    private double Dot(int text, float[] dense)
    {
        var (buckets, values) = (_buckets[text], _values[text]);
        double sum = 0;
        for (var i = 0; i < buckets.Length; i++)
        {
            sum += values[i] * dense[buckets[i]];
        }

        return sum;
    }
}
