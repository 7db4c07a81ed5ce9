using System.Globalization;

namespace IndustrialAgents.Experts.Language.Knowledge;

/// <summary>An answer in the documents' own words: the best row, or the sentence that has most of the question's words, with where it stands. Thread-safe.</summary>
internal static class ExtractiveAnswer
{
    private const string Declined = "This is not in the documents: none of their passages supports an answer.";
    private const string NotComputed = "This asks to count, average or rank rows, which no single passage answers; it was not computed, for it was not understood with certainty. Retrieve gives the rows it may be about.";
    private const int MaxLength = 2000;

    /// <summary>Quotes the hit that covers the question best and cites it; declines, without a citation, where none reaches the level.</summary>
    /// <param name="question">The question.</param>
    /// <param name="hits">What was found, best first.</param>
    /// <param name="level">The least coverage of a passage that supports an answer, 0 to 1.</param>
    public static GeneratedText Write(string question, IReadOnlyList<KnowledgeHit> hits, double level)
    {
        if (ComputingCue.IsIn(question))
        {
            return new GeneratedText(NotComputed, FinishReason.Stop) { Confidence = 0 };
        }

        if (hits.FirstOrDefault(hit => hit.Coverage >= level) is not { } best)
        {
            var coverage = hits.Count == 0 ? 0 : hits.Max(hit => hit.Coverage);
            return new GeneratedText(Declined, FinishReason.Stop) { Confidence = Math.Min(0.49, coverage * 0.5 / Math.Max(level, 0.01)) };
        }

        var quote = best.Chunk.Columns.Count > 0 ? best.Chunk.Text.Replace("\n", "; ", StringComparison.Ordinal) : BestSentence(question, best.Chunk.Text);
        quote = quote.Length > MaxLength ? quote[..MaxLength] + " …" : quote;
        var heading = best.Chunk.Heading.Length > 0 ? $", {best.Chunk.Heading}" : "";
        var text = string.Create(CultureInfo.InvariantCulture, $"“{quote}” [{best.Document.Name}, {best.Chunk.Place}{heading}; score {best.Score:0.000}, {best.Coverage:P0} of the question's words]");
        return new GeneratedText(text, FinishReason.Stop) { Citations = [best.ToPassage()], Confidence = level >= 1 ? 0.5 : 0.5 + (0.5 * (best.Coverage - level) / (1 - level)) };
    }

    private static string BestSentence(string question, string text)
    {
        var asked = Words.Of(question).Where(word => !Words.IsStop(word)).ToHashSet(StringComparer.Ordinal);
        return Chunker.Sentences(text).MaxBy(sentence => Words.Of(sentence).Distinct().Count(asked.Contains))?.Trim() ?? text;
    }
}
