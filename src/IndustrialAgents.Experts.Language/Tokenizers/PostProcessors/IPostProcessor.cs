namespace IndustrialAgents.Experts.Language.Tokenizers;

/// <summary>Puts special tokens around the tokens of one text or two. Thread-safe.</summary>
internal interface IPostProcessor
{
    /// <summary>Number of tokens it puts around one text, or two.</summary>
    int Added(bool pair);

    List<PlacedToken> Process(List<PlacedToken> first, List<PlacedToken>? second, bool addSpecial);
}
