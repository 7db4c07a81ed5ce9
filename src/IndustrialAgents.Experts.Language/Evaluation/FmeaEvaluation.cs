using System.Globalization;
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
    /// <param name="data">Folder that holds <c>text/fmea</c>: <c>fmea_dataset_filled.csv</c>, <c>fmea_queries_field.xlsx</c> and <c>fmea_qa_model.xlsx</c>.</param>
    /// <param name="progress">Told what is being done.</param>
    /// <param name="cancellationToken">Ends the evaluation.</param>
    /// <exception cref="InvalidRequestException">A file is missing or of another form.</exception>
    public static Task<IReadOnlyList<Figure>> RunAsync(string data, IProgress<string> progress, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            var folder = Path.Combine(data, "text", "fmea");
            var file = EvaluationFile.Read(File.ReadAllBytes, folder, "fmea_dataset_filled.csv");
            var table = EvaluationFile.Read(_ => KnowledgeTable.From(TableName, Chunker.Split(DocumentReader.Read(TableName, file, new ReadingLimits()).Blocks)).Single(), folder, "fmea_dataset_filled.csv");
            var questions = EvaluationFile.Read(FmeaQuestion.Read, folder, "fmea_queries_field.xlsx");
            var nuggets = EvaluationFile.Read(FmeaAggregates.ReadNuggets, folder, "fmea_qa_model.xlsx");
            var scratch = Directory.CreateTempSubdirectory("ia-fmea-");
            try
            {
                using var store = KnowledgeStore.Open(Path.Combine(scratch.FullName, "knowledge.db"));
                store.Add(Tenant, TableName, file);
                using var index = new KnowledgeIndex(store);
                progress.Report($"asking {questions.Count} questions");
                return EvaluationFile.Read(
                    _ => (IReadOnlyList<Figure>)[.. Lookups(Ask(index, questions, cancellationToken), table), FmeaAggregates.Score(index, table, questions, nuggets)],
                    folder,
                    "fmea_queries_field.xlsx");
            }
            finally
            {
                scratch.Delete(recursive: true);
            }
        },
        cancellationToken);

    private static List<(FmeaQuestion Question, IReadOnlyList<int> Ranking)> Ask(KnowledgeIndex index, IReadOnlyList<FmeaQuestion> questions, CancellationToken cancellationToken)
    {
        var asked = new List<(FmeaQuestion, IReadOnlyList<int>)>(questions.Count);
        foreach (var question in questions)
        {
            cancellationToken.ThrowIfCancellationRequested();
            asked.Add((question, [.. index.Search(Tenant, question.Text, Depth).Select(hit => hit.Ordinal)]));
        }

        return asked;
    }

    private static IEnumerable<Figure> Lookups(List<(FmeaQuestion Question, IReadOnlyList<int> Ranking)> asked, KnowledgeTable table)
    {
        var wanted = asked.Where(question => !question.Question.IsComputed)
            .Select(question => (Asked: question, Rows: (IReadOnlySet<int>)new FmeaFilter(question.Question.Query, table, FmeaReading.Names).Rows().ToHashSet())).Where(pair => pair.Rows.Count > 0).ToList();
        var plain = new PlainBm25(table.Rows.Select(row => string.Join(' ', row)));
        var own = RankedFigures.Of([.. wanted.Select(pair => (pair.Asked.Ranking, pair.Rows))]);
        var bare = RankedFigures.Of([.. wanted.Select(pair => ((IReadOnlyList<int>)plain.Rank(pair.Asked.Question.Text), pair.Rows))]);
        var protocol = $"{wanted.Count} look-ups over {table.Rows.Count} rows; nothing fitted; a query's names are read by their letters and its filters by meaning not run, "
            + "the one of several hundred readings that has the reference's number of look-ups and its figures for plain BM25; the ranking by cells was written together with this suite, so the test is not untouched";
        yield return new Figure("fmea/lookup/selected/hit1", own.Hit1, "", protocol, Reference(bare.Hit1, ".304", ".435", ".391"));
        yield return new Figure("fmea/lookup/selected/hit5", own.Hit5, "", "as above", Reference(bare.Hit5, ".522", ".652", ".696"));
        yield return new Figure("fmea/lookup/selected/mrr", own.Reciprocal, "", "as above", Reference(bare.Reciprocal, ".416", ".532", ".553"));

        static string Reference(double plainly, string bm25, string characters, string both) =>
            string.Create(CultureInfo.InvariantCulture, $"BM25 {bm25} (here {plainly:.000}), character TF-IDF {characters}, both {both}");
    }
}
