namespace IndustrialAgents.Experts.Language.Knowledge;

/// <summary>
/// Recognises questions that count, compare, average or rank over a table. Names of columns and values of cells are found in the question, then
/// what is asked and the comparisons; a question with a word that is none of these and stands in no cell is not answered, so that no condition is dropped
/// unseen. English words. Thread-safe.
/// </summary>
public static class TableQuestions
{
    /// <summary>Understands a question.</summary>
    /// <param name="question">The question.</param>
    /// <param name="table">The table.</param>
    /// <param name="unknown">The word that kept it from being understood though it asks for a computation; null otherwise.</param>
    /// <returns>The query; null where the question asks for no computation, or is not understood with certainty.</returns>
    public static TableQuery? Parse(string question, KnowledgeTable table, out string? unknown)
    {
        ArgumentNullException.ThrowIfNull(question);
        ArgumentNullException.ThrowIfNull(table);
        return new TableQuestionParser(question, table).Parse(out unknown);
    }
}
