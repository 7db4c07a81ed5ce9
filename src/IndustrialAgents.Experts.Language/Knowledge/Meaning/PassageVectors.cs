namespace IndustrialAgents.Experts.Language.Knowledge;

/// <summary>Unit vectors of all passages of a tenant, by one encoder. Immutable.</summary>
/// <param name="Encoder">Which encoder made them; those of another are in another space.</param>
/// <param name="Dimension">Numbers of a vector.</param>
/// <param name="Documents">The vectors of each document's passages, one after the other.</param>
internal sealed record PassageVectors(string Encoder, int Dimension, IReadOnlyDictionary<long, float[]> Documents);
