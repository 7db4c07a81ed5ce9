namespace IndustrialAgents.Experts.Language;

/// <summary>Options of the input step <c>ngrams</c>.</summary>
internal sealed record NgramsStepOptions
{
    /// <summary>Fewest characters of a piece.</summary>
    public int MinLength { get; init; } = new NgramOptions().MinLength;

    /// <summary>Most characters of a piece.</summary>
    public int MaxLength { get; init; } = new NgramOptions().MaxLength;

    /// <summary>Whether whole words are counted as well.</summary>
    public bool Words { get; init; } = new NgramOptions().Words;

    /// <summary>Whether n-grams that run over from one word to the next have buckets of their own.</summary>
    public bool CrossingApart { get; init; } = new NgramOptions().CrossingApart;

    /// <summary>Whether pairs of words that stand near each other are counted.</summary>
    public bool Together { get; init; } = new NgramOptions().Together;

    /// <summary>Number of buckets.</summary>
    public int Width { get; init; } = new NgramOptions().Width;

    /// <summary>The model's input of buckets.</summary>
    public string Buckets { get; init; } = NgramsStep.BucketsInput;

    /// <summary>The model's input of counts.</summary>
    public string Counts { get; init; } = NgramsStep.CountsInput;
}
