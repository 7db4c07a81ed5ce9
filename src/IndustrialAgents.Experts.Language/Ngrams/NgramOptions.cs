namespace IndustrialAgents.Experts.Language;

/// <summary>Which pieces of a text are counted. Immutable and thread-safe.</summary>
public sealed record NgramOptions
{
    /// <summary>Fewest characters of a piece.</summary>
    public int MinLength { get; init; } = 2;

    /// <summary>Most characters of a piece, at most 16.</summary>
    public int MaxLength { get; init; } = 5;

    /// <summary>Whether words and pairs of words that follow each other are counted as well.</summary>
    public bool Words { get; init; } = true;

    /// <summary>Whether character n-grams that run over from one word to the next have buckets of their own, so that they can be told from those inside words.</summary>
    public bool CrossingApart { get; init; }

    /// <summary>Whether pairs of different words that stand within twelve words of each other, in either order, are counted as well; with <see cref="Words"/>.</summary>
    public bool Together { get; init; }

    /// <summary>
    /// Number of buckets the pieces are hashed into, a power of two from 256 to 1,048,576: character n-grams into the lower half,
    /// words into the upper; with <see cref="CrossingApart"/> n-grams inside words into the first quarter, others into the second; with
    /// <see cref="Together"/> words into the third quarter, those pairs into the last. Pieces that share a bucket
    /// cannot be told apart.
    /// </summary>
    public int Width { get; init; } = 1 << 15;

    /// <summary>What is wrong with the options; null where nothing is.</summary>
    internal (string Option, string Message)? Problem() => this switch
    {
        { MinLength: < 1 } => ("minLength", $"{MinLength}; it must be at least 1"),
        { MaxLength: > 16 } => ("maxLength", $"{MaxLength}; it must be at most 16"),
        _ when MaxLength < MinLength => ("maxLength", $"{MaxLength}; it must be at least minLength, {MinLength}"),
        _ when Width is < 256 or > 1 << 20 || !int.IsPow2(Width) => ("width", $"{Width}; it must be a power of two from 256 to {1 << 20}"),
        _ => null,
    };
}
