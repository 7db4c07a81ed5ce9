using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace IndustrialAgents.Experts.Language;

/// <summary>
/// Weights of a Llama decoder as llama2.c (Karpathy 2023) writes them in its first format (<c>export.py --version 0</c>): seven int32, then float32
/// little-endian. Immutable and thread-safe; matrices are [outputs, inputs], one layer after the other.
/// </summary>
public sealed class Llama2cWeights
{
    private const int HeaderBytes = 7 * sizeof(int);
    private const int LaterFormats = 0x616b3432;
    private const int MaxSize = 1 << 18;

    private readonly ReadOnlyMemory<byte> _data;

    private Llama2cWeights(ReadOnlyMemory<byte> data, int[] header)
    {
        _data = data;
        (Width, Hidden, Layers, Heads, KeyHeads) = (header[0], header[1], header[2], header[3], header[4]);
        (Vocabulary, HasOwnOutput, Length) = (Math.Abs(header[5]), header[5] < 0, header[6]);
    }

    /// <summary>Length of the vector of a token.</summary>
    public int Width { get; }

    /// <summary>Width of the feed-forward layers.</summary>
    public int Hidden { get; }

    /// <summary>Number of layers.</summary>
    public int Layers { get; }

    /// <summary>Heads that ask.</summary>
    public int Heads { get; }

    /// <summary>Heads of keys and values; each serves <see cref="Heads"/> / <see cref="KeyHeads"/> of those that ask.</summary>
    public int KeyHeads { get; }

    /// <summary>Number of tokens.</summary>
    public int Vocabulary { get; }

    /// <summary>Whether the scores have a matrix of their own; else it is that of the tokens' vectors.</summary>
    public bool HasOwnOutput { get; }

    /// <summary>The most tokens of a text.</summary>
    public int Length { get; }

    /// <summary>Length of a head's vectors.</summary>
    public int HeadWidth => Width / Heads;

    private int KeyWidth => KeyHeads * HeadWidth;

    /// <summary>Reads the file.</summary>
    /// <param name="data">Its bytes, which must not change as long as the weights are used.</param>
    /// <param name="source">What it is called in errors.</param>
    /// <exception cref="InvalidManifestException">It is no such file; the message names the field.</exception>
    public static Llama2cWeights Parse(ReadOnlyMemory<byte> data, string source)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (data.Length < HeaderBytes)
        {
            throw new InvalidManifestException(source, "header", $"has {data.Length} bytes of {HeaderBytes}; the file is cut off");
        }

        var header = MemoryMarshal.Cast<byte, int>(data.Span[..HeaderBytes]).ToArray();
        if (header[0] == LaterFormats)
        {
            throw new InvalidManifestException(source, "header", "is of a later format of llama2.c; export the weights with --version 0");
        }

        string[] names = ["dim", "hidden_dim", "n_layers", "n_heads", "n_kv_heads", "vocab_size", "seq_len"];
        for (var i = 0; i < names.Length; i++)
        {
            if (header[i] is < -MaxSize or > MaxSize or 0 || (header[i] < 0 && i != 5))
            {
                throw new InvalidManifestException(source, names[i], $"is {header[i]}; it is 1 to {MaxSize} in weights of llama2.c");
            }
        }

        var weights = new Llama2cWeights(data, header);
        if (weights.Width % weights.Heads != 0 || weights.Heads % weights.KeyHeads != 0 || weights.HeadWidth % 2 != 0)
        {
            throw new InvalidManifestException(
                source, "n_heads", $"{weights.Heads} with dim {weights.Width} and n_kv_heads {weights.KeyHeads} do not part it into heads of even width and equal groups");
        }

        var expected = HeaderBytes + (weights.Offsets()[^1] * sizeof(float));
        return data.Length == expected
            ? weights
            : throw new InvalidManifestException(source, "weights", $"are {data.Length} bytes; the header's sizes make {expected}: the file is cut off or damaged");
    }

    /// <summary>The vectors of the tokens, [vocabulary, width].</summary>
    internal float[] Embedding() => Read(Part.Embedding);

    internal float[] AttentionNorm(int layer) => Layer(Part.AttentionNorm, layer, Width);

    internal float[] Query(int layer) => Layer(Part.Query, layer, Width * Width);

    internal float[] Key(int layer) => Layer(Part.Key, layer, KeyWidth * Width);

    internal float[] Value(int layer) => Layer(Part.Value, layer, KeyWidth * Width);

    internal float[] Join(int layer) => Layer(Part.Join, layer, Width * Width);

    internal float[] FeedNorm(int layer) => Layer(Part.FeedNorm, layer, Width);

    internal float[] Gate(int layer) => Layer(Part.Gate, layer, Hidden * Width);

    internal float[] Down(int layer) => Layer(Part.Down, layer, Width * Hidden);

    internal float[] Up(int layer) => Layer(Part.Up, layer, Hidden * Width);

    internal float[] FinalNorm() => Read(Part.FinalNorm);

    /// <summary>The matrix of the scores, [vocabulary, width].</summary>
    internal float[] Output() => Read(HasOwnOutput ? Part.Output : Part.Embedding);

    private float[] Layer(Part part, int layer, int count)
    {
        var start = Offsets()[(int)part] + ((long)layer * count);
        return Floats(start, count);
    }

    private float[] Read(Part part)
    {
        var offsets = Offsets();
        return Floats(offsets[(int)part], checked((int)(offsets[(int)part + 1] - offsets[(int)part])));
    }

    private float[] Floats(long start, int count)
    {
        var bytes = _data.Span.Slice(checked((int)(HeaderBytes + (start * sizeof(float)))), count * sizeof(float));
        var values = new float[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes[(i * sizeof(float))..]);
        }

        return values;
    }

    // Where each part begins, in numbers, and last where all end.
    private long[] Offsets()
    {
        long layers = Layers;
        long[] counts =
        [
            (long)Vocabulary * Width, layers * Width, layers * Width * Width, layers * KeyWidth * Width, layers * KeyWidth * Width, layers * Width * Width,
            layers * Width, layers * Hidden * Width, layers * Width * Hidden, layers * Hidden * Width, Width,
            (long)Length * (HeadWidth / 2), (long)Length * (HeadWidth / 2), HasOwnOutput ? (long)Vocabulary * Width : 0,
        ];
        var offsets = new long[counts.Length + 1];
        for (var i = 0; i < counts.Length; i++)
        {
            offsets[i + 1] = offsets[i] + counts[i];
        }

        return offsets;
    }

    // In the file's order; the two tables of rotations are computed anew, as run.c does.
    private enum Part
    {
        Embedding,
        AttentionNorm,
        Query,
        Key,
        Value,
        Join,
        FeedNorm,
        Gate,
        Down,
        Up,
        FinalNorm,
        Cosines,
        Sines,
        Output,
    }
}
