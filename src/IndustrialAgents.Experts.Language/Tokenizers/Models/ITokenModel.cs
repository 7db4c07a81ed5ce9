namespace IndustrialAgents.Experts.Language.Tokenizers;

/// <summary>Cuts words into tokens. Thread-safe.</summary>
internal interface ITokenModel
{
    Vocabulary Vocabulary { get; }

    /// <summary>Adds the tokens of a word to a list.</summary>
    void Tokenize(Piece word, List<ModelToken> tokens);
}
