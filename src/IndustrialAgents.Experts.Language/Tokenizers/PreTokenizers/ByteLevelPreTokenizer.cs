namespace IndustrialAgents.Experts.Language.Tokenizers;

/// <summary>GPT-2's split into words with the space before them, each written as bytes (Radford et al. 2019). Thread-safe.</summary>
internal sealed class ByteLevelPreTokenizer(ConfigNode node, bool prefixSpace, bool useRegex) : IPreTokenizer
{
    private const string Words = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";

    private readonly TokenPattern? _words = useRegex ? new TokenPattern(node, "use_regex", Words) : null;

    public void Split(Piece piece, List<Piece> words)
    {
        if (piece.Length == 0)
        {
            return;
        }

        if (prefixSpace && piece.Span[0] != ' ')
        {
            var spaced = new AlignedText.Builder(piece.Length + 1);
            var (start, _) = piece.Place(0, 0);
            spaced.Append(' ', start, start);
            spaced.Copy(piece.Source, piece.Start, piece.Length);
            piece = new Piece(spaced.ToText());
        }

        var letterOf = new int[piece.Length + 1];
        var builder = new AlignedText.Builder(piece.Length);
        ByteAlphabet.Write(piece, builder, letterOf);
        var letters = new Piece(builder.ToText());
        if (_words is null)
        {
            words.Add(letters);
            return;
        }

        foreach (var (start, end) in _words.Matches(piece.Source.Text, piece.Start, piece.Length))
        {
            words.Add(letters.Part(letterOf[start], letterOf[end] - letterOf[start]));
        }
    }
}
