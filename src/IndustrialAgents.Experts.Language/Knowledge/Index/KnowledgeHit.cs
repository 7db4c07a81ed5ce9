using System.Globalization;

namespace IndustrialAgents.Experts.Language.Knowledge;

/// <summary>A piece of a document that fits a question.</summary>
/// <param name="Document">The document.</param>
/// <param name="Ordinal">The piece's number in it, from 0.</param>
/// <param name="Chunk">The piece.</param>
/// <param name="Score">Sum of reciprocal ranks; higher is better, comparable within one search only.</param>
/// <param name="Coverage">Share, 0 to 1, of the question's words that the piece has, each by its rarity.</param>
public sealed record KnowledgeHit(KnowledgeDocument Document, int Ordinal, Chunk Chunk, double Score, double Coverage)
{
    /// <summary>The piece as an answer gives it.</summary>
    internal Passage ToPassage() => new(
        string.Create(CultureInfo.InvariantCulture, $"{Document.Id}.{Ordinal}"), Chunk.Whole, Score, $"{Document.Name}, {Chunk.Place}")
    {
        Document = Document.Name,
        Place = Chunk.Place,
    };
}
