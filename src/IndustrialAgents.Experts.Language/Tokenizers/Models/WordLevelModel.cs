namespace IndustrialAgents.Experts.Language.Tokenizers;

/// <summary>Each word a token, or unknown. Immutable and thread-safe.</summary>
internal sealed class WordLevelModel : ITokenModel
{
    private readonly int _unknown;

    private WordLevelModel(ConfigNode node)
    {
        Vocabulary = Vocabulary.Read(node);
        _unknown = Vocabulary.Require(node, "unk_token", node.Text("unk_token"));
    }

    public Vocabulary Vocabulary { get; }

    public static WordLevelModel Read(ConfigNode node) => new(node);

    public void Tokenize(Piece word, List<ModelToken> tokens) =>
        tokens.Add(new ModelToken(Vocabulary.TryGetId(word.Span, out var id) ? id : _unknown, 0, word.Length));
}
