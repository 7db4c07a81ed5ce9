namespace IndustrialAgents.Experts.Language.Tokenizers;

/// <summary>A token of a text with its place in the original.</summary>
internal readonly record struct PlacedToken(int Id, int Start, int End, int TypeId = 0, bool Special = false);
