namespace IndustrialAgents.Experts.Language.Tokenizers;

/// <summary>A part of an aligned text.</summary>
internal readonly record struct Piece(AlignedText Source, int Start, int Length)
{
    public Piece(AlignedText source)
        : this(source, 0, source.Text.Length)
    {
    }

    public ReadOnlySpan<char> Span => Source.Text.AsSpan(Start, Length);

    /// <summary>A part of this part.</summary>
    public Piece Part(int start, int length) => new(Source, Start + start, length);

    /// <summary>The part of the original that units [start, end) of this part come from.</summary>
    public (int Start, int End) Place(int start, int end) => end > start
        ? (Source.StartOf(Start + start), Source.EndOf(Start + end - 1))
        : (Source.StartOf(Start + start), Source.StartOf(Start + start));
}
