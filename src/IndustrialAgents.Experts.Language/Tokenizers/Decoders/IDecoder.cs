namespace IndustrialAgents.Experts.Language.Tokenizers;

/// <summary>Turns the texts of tokens into parts of the whole text. Thread-safe.</summary>
internal interface IDecoder
{
    List<string> Decode(List<string> tokens);
}
