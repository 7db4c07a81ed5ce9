namespace IndustrialAgents.Experts.Language.Tokenizers;

/// <summary>A token of a word.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Start">Its first UTF-16 unit in the word.</param>
/// <param name="End">One past its last.</param>
internal readonly record struct ModelToken(int Id, int Start, int End);
