namespace IndustrialAgents.Experts.Language.Tests;

/// <summary>Suites on a user's own data of the same layout: fewer texts and labels, and files that are missing or damaged.</summary>
public sealed class OwnDataTests : IDisposable
{
    private static readonly string[] Files =
    [
        "text/fmc/train.jsonl", "text/fmc/dev.jsonl", "text/fmc/test.jsonl", "text/excavator/case_study_pdl.csv", "text/maintie/gold_release.json", "text/fmea/fmea_dataset_filled.csv",
        "text/fmea/fmea_queries_field.xlsx", "text/fmea/fmea_qa_model.xlsx", "models/capp_gpt/model.onnx", "models/capp_gpt/token_mappings.json", "models/stories260k/stories260K.bin",
        "models/stories260k/tok512.bin", "models/tiny_random_gpt2/tokenizer.json", "../reference/capp_gpt/reference.json", "../reference/stories260k/reference.json",
        "../reference/tokenizers/reference.json", "../reference/tokenizers/bert_cased_tokenizer.json", "../reference/tokenizers/bert_uncased_tokenizer.json",
    ];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ia-own-");

    private string Data => Path.Combine(_folder.FullName, "data");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Fmc_FewTextsAndALabelOfTheTestAlone_GivesFigures()
    {
        Write("text/fmc/train.jsonl", Chat("pump leaking", "Leak") + Chat("seal leaks", "Leak") + Chat("motor noise", "Noise"));
        Write("text/fmc/dev.jsonl", "");
        Write("text/fmc/test.jsonl", Chat("leaks", "Leak") + Chat("burnt", "Fire"));

        var figures = await FmcEvaluation.RunAsync(Data, new Progress<string>(), TestContext.Current.CancellationToken);

        Assert.InRange(figures[0].Value, 0.0, 0.5);
        Assert.Contains("2 test texts", figures[0].Protocol, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Excavator_TwoLabels_GivesFigures()
    {
        Write("text/excavator/case_study_pdl.csv", "MajorSystem,OriginalShorttext\n" + string.Concat(Enumerable.Range(0, 12).Select(i => i % 2 == 0 ? $"Engine,engine oil low {i}\n" : $"Bucket,\"bucket, tooth {i}\"\n")));

        var figures = await ExcavatorEvaluation.RunAsync(Data, new Progress<string>(), TestContext.Current.CancellationToken);

        Assert.Equal(["excavator/plain/selected/accuracy", "excavator/grouped/selected/accuracy"], figures.Select(figure => figure.Name));
        Assert.InRange(figures[0].Value, 0.8, 1);
        Assert.Contains("12 rows, 2 labels", figures[0].Protocol, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Maintie_SixTextsOfOneClass_GivesFigures()
    {
        Write("text/maintie/gold_release.json", "[" + string.Join(',', Enumerable.Repeat("""{"tokens":["check","pump"],"entities":[{"start":1,"end":2,"type":"Thing/Pump"}]}""", 6)) + "]");

        Assert.Equal(1, (await MaintieEvaluation.RunAsync(Data, new Progress<string>(), TestContext.Current.CancellationToken))[0].Value);
    }

    [Fact]
    public async Task Fmea_TableOfTwoRows_GivesFigures()
    {
        Write("text/fmea/fmea_dataset_filled.csv", "Subsystem,Component,Potential Failure Mode,RPN,Recommended Action\nPower Unit,Engine,Worn,30,\nHydraulics,Hose,Leaking,8,Replace\n");
        Workbook("text/fmea/fmea_queries_field.xlsx", ["ID", "Question", "Query"], ["1", "How does the hose fail?", "MATCH (c:Component) WHERE IS_FUZZY_MATCH(c.name, 'hose') RETURN c.name"]);
        Workbook("text/fmea/fmea_qa_model.xlsx", ["ID", "Categories", "Nuggets"], ["1", "Lookup", "[]"]);

        var figures = await FmeaEvaluation.RunAsync(Data, new Progress<string>(), TestContext.Current.CancellationToken);

        Assert.Equal(["fmea/lookup/selected/hit1", "fmea/lookup/selected/hit5", "fmea/lookup/selected/mrr", "fmea/aggregate/correct"], figures.Select(figure => figure.Name));
        Assert.Equal([1, 1, 1, 0], figures.Select(figure => figure.Value));
    }

    [Theory]
    [InlineData("fmc", "text/fmc/train.jsonl")]
    [InlineData("fmc", "text/fmc/test.jsonl")]
    [InlineData("excavator", "text/excavator/case_study_pdl.csv")]
    [InlineData("maintie", "text/maintie/gold_release.json")]
    [InlineData("fmea", "text/fmea/fmea_dataset_filled.csv")]
    [InlineData("fmea", "text/fmea/fmea_queries_field.xlsx")]
    [InlineData("fmea", "text/fmea/fmea_qa_model.xlsx")]
    [InlineData("capp", "models/capp_gpt/model.onnx")]
    [InlineData("capp", "../reference/capp_gpt/reference.json")]
    [InlineData("stories", "models/stories260k/tok512.bin")]
    [InlineData("stories", "../reference/stories260k/reference.json")]
    [InlineData("tokenizers", "models/tiny_random_gpt2/tokenizer.json")]
    [InlineData("tokenizers", "../reference/tokenizers/reference.json")]
    public async Task Run_FileMissingOrDamaged_NamesItAndTheRemedy(string suite, string file)
    {
        foreach (var other in Files.Where(other => other != file))
        {
            Write(other, File.ReadAllBytes(Existing(other)));
        }

        var missing = await Assert.ThrowsAsync<InvalidRequestException>(() => RunAsync(suite));
        Write(file, "\0\u0001 no such thing");
        var damaged = await Assert.ThrowsAnyAsync<IndustrialAgentsException>(() => RunAsync(suite));

        Assert.Contains($"there is no file {Path.GetFullPath(Path.Combine(Data, file))}; put it there, or name another folder with --data", missing.Message, StringComparison.Ordinal);
        Assert.Contains(Path.GetFileName(file), damaged.Message, StringComparison.Ordinal);
    }

    private static string Existing(string file)
    {
        var path = Path.Combine(TestData.Root, file);
        Assert.SkipUnless(File.Exists(path), $"there is no {path}");
        return path;
    }

    private static string Chat(string text, string label) =>
        $$"""{"messages":[{"role":"system","content":"s"},{"role":"user","content":"{{text}}"},{"role":"assistant","content":"{{label}}"}]}""" + "\n";

    private Task<IReadOnlyList<Figure>> RunAsync(string suite)
    {
        var (progress, token) = (new Progress<string>(), TestContext.Current.CancellationToken);
        return suite switch
        {
            "fmc" => FmcEvaluation.RunAsync(Data, progress, token),
            "excavator" => ExcavatorEvaluation.RunAsync(Data, progress, token),
            "maintie" => MaintieEvaluation.RunAsync(Data, progress, token),
            "fmea" => FmeaEvaluation.RunAsync(Data, progress, token),
            "capp" => CappEvaluation.RunAsync(Data, progress, token),
            "stories" => StoriesEvaluation.RunAsync(Data, progress, token),
            _ => TokenizersEvaluation.RunAsync(Data, progress, token),
        };
    }

    private void Write(string file, string content) => Write(file, System.Text.Encoding.UTF8.GetBytes(content));

    private void Write(string file, byte[] content)
    {
        var path = Path.GetFullPath(Path.Combine(Data, file));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
    }

    private void Workbook(string file, params string[][] rows)
    {
        var path = Path.GetFullPath(Path.Combine(Data, file));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        SmallWorkbook.Write(path, rows);
    }
}
