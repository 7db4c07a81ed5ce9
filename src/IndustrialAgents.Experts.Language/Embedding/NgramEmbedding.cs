using System.Numerics.Tensors;

namespace IndustrialAgents.Experts.Language;

/// <summary>
/// Embeds a text without a model: counts of character n-grams and words, square-rooted, each added with a sign of its own to one of the vector's places
/// (hashing trick: Weinberger et al. 2009, arXiv:0902.2206), and the whole brought to length 1. Texts that share spellings lie near each other; those that only
/// mean the same do not. The same text has the same vector on every machine. Thread-safe.
/// </summary>
public sealed class NgramEmbedding
{
    // Wide, so that pieces collide in the vector and hardly before.
    private const int HashWidth = 1 << 20;

    private readonly NgramHasher _hasher;
    private readonly int _dimension;

    /// <summary>An embedding of the options' dimension.</summary>
    /// <exception cref="ArgumentException">An option is out of range; the message names it.</exception>
    public NgramEmbedding(NgramEmbeddingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Dimension is < 16 or > 1 << 16)
        {
            throw new ArgumentException($"dimension: {options.Dimension}; it lies between 16 and {1 << 16}", nameof(options));
        }

        _hasher = new NgramHasher(new NgramOptions { MinLength = options.MinLength, MaxLength = options.MaxLength, Words = true, Width = HashWidth });
        _dimension = options.Dimension;
    }

    /// <summary>The vector of a text, of length 1.</summary>
    public float[] Embed(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var counts = _hasher.Count(text);
        var (buckets, times) = (counts.Buckets, counts.Counts);
        var vector = new float[_dimension];
        for (var i = 0; i < buckets.Length; i++)
        {
            // Place and sign from one mixed number, as neighbouring buckets must not be neighbouring places (finaliser of MurmurHash3, Appleby).
            var mixed = Mix((uint)buckets.Span[i]);
            var value = MathF.Sqrt(times.Span[i]);
            vector[(int)((mixed >> 1) % (uint)_dimension)] += (mixed & 1) == 0 ? value : -value;
        }

        // Where signs cancel everything, any direction is as good.
        var length = TensorPrimitives.Norm<float>(vector);
        if (length == 0)
        {
            vector[0] = length = 1;
        }

        TensorPrimitives.Divide(vector, length, vector);
        return vector;
    }

    private static uint Mix(uint value)
    {
        value = (value ^ (value >> 16)) * 0x85EBCA6B;
        value = (value ^ (value >> 13)) * 0xC2B2AE35;
        return value ^ (value >> 16);
    }
}
