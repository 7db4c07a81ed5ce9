namespace IndustrialAgents.Experts.Language;

/// <summary>Options of the input step <c>bytes</c>. What is null comes from <see cref="Config"/>, or else is magika's.</summary>
internal sealed record BytesOptions
{
    /// <summary>A file of the expert in the form of magika's <c>config.min.json</c>.</summary>
    public string? Config { get; init; }

    /// <summary>The model's input; null for its first free one.</summary>
    public string? Input { get; init; }

    /// <summary>Tokens from the content's beginning.</summary>
    public int? Head { get; init; }

    /// <summary>Tokens from the content's end.</summary>
    public int? Tail { get; init; }

    /// <summary>Bytes at either end that are looked at.</summary>
    public int? Block { get; init; }

    /// <summary>Token where there are no more bytes.</summary>
    public int? Padding { get; init; }

    /// <summary>Whether leading white space at the beginning and trailing white space at the end is left out.</summary>
    public bool Strip { get; init; } = true;
}
