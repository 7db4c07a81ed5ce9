namespace IndustrialAgents.Experts.Language.Tokenizers;

/// <summary>Splits a text into words, which tokens never cross. Thread-safe.</summary>
internal interface IPreTokenizer
{
    /// <summary>Adds the words of a part to a list; it may write them anew, as bytes or with marks for spaces.</summary>
    void Split(Piece piece, List<Piece> words);
}
