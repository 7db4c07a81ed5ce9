using IndustrialAgents.Experts.Language.Knowledge;

namespace IndustrialAgents.Experts.Language;

/// <summary>
/// Questions about a failure mode and effects table of mining trucks (nlp-tlp/Paper_Archive_Hybrid_RAG_FMEA): whether the rows that a question's own filters
/// name are found, and whether what no row answers is declined. Nothing is fitted; the settings are the expert's defaults.
/// </summary>
public static class FmeaEvaluation
{
    private const int Depth = 100;
    private const string TableName = "fmea.csv";
    private const string Tenant = KnowledgeStore.DefaultTenant;

    /// <summary>Puts the table into a fresh file of documents and asks every question.</summary>
    /// <param name="data">Folder that holds <c>text/fmea</c>.</param>
    /// <param name="progress">Told what is being done.</param>
    /// <param name="cancellationToken">Ends the evaluation.</param>
    /// <exception cref="IOException">The data is missing.</exception>
    public static Task<IReadOnlyList<Figure>> RunAsync(string data, IProgress<string> progress, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            var folder = Path.Combine(data, "text", "fmea");
            var scratch = Directory.CreateTempSubdirectory("ia-fmea-");
            try
            {
                using var store = KnowledgeStore.Open(Path.Combine(scratch.FullName, "knowledge.db"));
                var file = File.ReadAllBytes(Path.Combine(folder, "fmea_dataset_filled.csv"));
                store.Add(Tenant, TableName, file);
                var rows = DocumentReader.Read(TableName, file, new ReadingLimits()).Blocks;
                using var index = new KnowledgeIndex(store);
                var questions = FmeaQuestion.Read(Path.Combine(folder, "fmea_queries_field.xlsx"));
                progress.Report($"asking {questions.Count} questions");
                var table = KnowledgeTable.From(TableName, Chunker.Split(rows)).Single();
                return (IReadOnlyList<Figure>)[.. Score(index, questions, rows, cancellationToken), FmeaAggregates.Score(index, table, folder)];
            }
            finally
            {
                scratch.Delete(recursive: true);
            }
        },
        cancellationToken);

    private static IReadOnlyList<Figure> Score(KnowledgeIndex index, IReadOnlyList<FmeaQuestion> questions, IReadOnlyList<Block> rows, CancellationToken cancellationToken)
    {
        var (lookups, computed, unsupported, first, five, reciprocal, declined, notQuoted) = (0, 0, 0, 0, 0, 0.0, 0, 0);
        var level = index.EvidenceLevel(Tenant);
        foreach (var question in questions)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var hits = index.Search(Tenant, question.Text, Depth);
            var declines = ExtractiveAnswer.Write(question.Text, hits, level).Confidence < 0.5;
            if (question.IsComputed)
            {
                computed++;
                notQuoted += declines ? 1 : 0;
                continue;
            }

            var wanted = Enumerable.Range(0, rows.Count).Where(row => question.Matches(rows[row])).ToHashSet();
            if (wanted.Count == 0)
            {
                unsupported++;
                declined += declines ? 1 : 0;
                continue;
            }

            lookups++;
            var rank = hits.TakeWhile(hit => !wanted.Contains(hit.Ordinal)).Count();
            first += rank == 0 && hits.Count > 0 ? 1 : 0;
            five += rank < Math.Min(5, hits.Count) ? 1 : 0;
            reciprocal += rank < hits.Count ? 1.0 / (rank + 1) : 0;
        }

        var protocol = $"{questions.Count} questions over {rows.Count} rows, {lookups} look-ups whose rows the question file's own filters name (a word matches one it begins with five letters alike), {computed} that count or rank, {unsupported} without such a row; nothing fitted, level of evidence from questions made of the table; the question file's filters had been read before the words that tell counting questions were fixed";
        return
        [
            new Figure("fmea/lookup/selected/hit1", (double)first / Math.Max(1, lookups), "", protocol, "plain BM25 on these rows .520; not comparable: reference with other, stricter filters, 23 look-ups: BM25 .304, character TF-IDF .435, fused .391"),
            new Figure("fmea/lookup/selected/hit5", (double)five / Math.Max(1, lookups), "", protocol, "plain BM25 on these rows .760; not comparable: .522, .652, .696"),
            new Figure("fmea/lookup/selected/mrr", reciprocal / Math.Max(1, lookups), "", protocol, "plain BM25 on these rows .635; not comparable: .416, .532, .553"),
            new Figure("fmea/aggregate/not_quoted", notQuoted, $"of {computed}", protocol, "questions that count or rank, not answered from one passage"),
            new Figure("fmea/unsupported/declined", declined, $"of {unsupported}", protocol),
        ];
    }
}
