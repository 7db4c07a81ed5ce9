namespace IndustrialAgents.Experts.Language.Tests;

public sealed class NgramClassifierTests
{
    private static readonly (string Text, string Label)[] Orders =
    [
        .. from part in (string[])["pump", "valve", "hose", "seal", "cylinder", "gearbox"]
           from side in (string[])["left", "right", "upper"]
           from fault in (string[][])[["leak", "leaking oil"], ["leak", "leeks at flange"], ["crack", "cracked housing"], ["crack", "crack in weld"], ["noise", "noisy bearing"]]
           select ($"{part} {side} {fault[1]}", fault[0]),
    ];

    [Fact]
    public async Task Fit_SavedAndLoaded_ClassifiesNewTexts()
    {
        using var expert = Saved(NgramClassifier.Fit(Orders, new NgramClassifierOptions { Name = "orders", Version = "2", FailureModes = new Dictionary<string, string> { ["leak"] = "leakage" } }));

        Assert.Equal(new ExpertId("orders", "2"), expert.Manifest.Id);
        Assert.Equal(["crack", "leak", "noise"], expert.Manifest.Labels);
        Assert.Equal("leakage", expert.Manifest.FailureModes["leak"]);
        foreach (var (text, label) in ((string, string)[])[("HOSE lower is leaking", "leak"), ("housing of pump has a crack", "crack"), ("bearing noisy", "noise")])
        {
            var classes = await AskAsync(expert, text);

            Assert.Equal(label, classes.Top().Label);
            Assert.InRange(classes.Top().Probability, 0.6, 1);
            Assert.Equal(1, classes.Probabilities.ToArray().Sum(), 1e-6);
        }
    }

    [Theory]
    [InlineData("完全不同")]
    [InlineData("\ud800\u0000\uffff")]
    public async Task Ask_TextOfNothingKnown_GetsTheLabelsShares(string text)
    {
        using var expert = Saved(NgramClassifier.Fit(Orders));

        var probabilities = (await AskAsync(expert, text)).Probabilities.ToArray();

        Assert.Equal(0.4, probabilities[0], 0.1);
        Assert.Equal(0.4, probabilities[1], 0.1);
        Assert.Equal(0.2, probabilities[2], 0.1);
    }

    [Fact]
    public async Task Ask_EmptyText_IsAnsweredWithDoubt()
    {
        using var expert = Saved(NgramClassifier.Fit(Orders));

        Assert.InRange((await AskAsync(expert, "")).Top().Probability, 1 / 3.0, 0.6);
    }

    [Fact]
    public void Fit_Twice_GivesTheSameBytes() => Assert.Equal(NgramClassifier.Fit(Orders).Model, NgramClassifier.Fit(Orders).Model);

    [Fact]
    public void Fit_NoSignal_IsHardlySureOfAnything()
    {
        // Labels that have nothing to do with the texts: honest probabilities stay near the labels' shares.
        var random = new System.Random(5);
        var examples = Enumerable.Range(0, 200).Select(i => ($"order {random.Next(1000)} {(char)('a' + random.Next(26))}{(char)('a' + random.Next(26))}", random.Next(2) == 0 ? "a" : "b")).ToArray();
        var fitted = NgramClassifier.Fit(examples);
        using var expert = Saved(fitted);

        var tops = Enumerable.Range(0, 50).Select(i => AskAsync(expert, $"order {i} xq").GetAwaiter().GetResult().Top().Probability);

        Assert.InRange(tops.Average(), 0.5, 0.75);
    }

    [Fact]
    public void Fit_TooLittle_SaysWhatIsMissing()
    {
        Assert.Throws<InvalidRequestException>(() => NgramClassifier.Fit([]));
        Assert.Throws<InvalidRequestException>(() => NgramClassifier.Fit([("a", "x"), ("b", "x")]));
        Assert.Equal("examples[1]", Assert.Throws<InvalidRequestException>(() => NgramClassifier.Fit([("a", "x"), ("b", " ")])).Field);
        Assert.Equal("examples[0]", Assert.Throws<InvalidRequestException>(() => NgramClassifier.Fit([(null!, "x"), ("b", "y")])).Field);
        Assert.Throws<InvalidRequestException>(() => NgramClassifier.Fit([.. Enumerable.Range(0, NgramClassifier.MaxTexts + 1).Select(i => ("t", $"{i % 2}"))]));
    }

    [Fact]
    public void Fit_OptionOutOfRange_NamesIt()
    {
        Check("strengths", new NgramClassifierOptions { Strengths = [] });
        Check("strengths", new NgramClassifierOptions { Strengths = [0] });
        Check("wordWeight", new NgramClassifierOptions { WordWeight = double.NaN });
        Check("balance", new NgramClassifierOptions { Balance = 2 });
        Check("width", new NgramClassifierOptions { Ngrams = new NgramOptions { Width = 3 } });

        static void Check(string option, NgramClassifierOptions options) =>
            Assert.Contains(option, Assert.Throws<ArgumentException>(() => NgramClassifier.Fit(Orders, options)).Message, StringComparison.Ordinal);
    }

    private static async Task<ClassProbabilities> AskAsync(OnnxExpert expert, string text)
    {
        var request = new Request { Task = ExpertTask.Classify, Inputs = [new TextInput(text)] };
        return Assert.IsType<ClassProbabilities>((await expert.AskAsync(request, TestContext.Current.CancellationToken)).Output);
    }

    private static OnnxExpert Saved(FittedExpert fitted)
    {
        var folder = Directory.CreateTempSubdirectory("ia-ngrams-");
        try
        {
            fitted.Save(folder.FullName);
            var catalog = new ExpertCatalog();
            new CoreModule().Register(catalog);
            new LanguageModule().Register(catalog);
            return Assert.IsType<OnnxExpert>(new ExpertLoader(catalog, new Sessions()).Load(folder.FullName));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private sealed class Sessions : IModelSource
    {
        public IModelRunner Open(Manifest manifest, string folder) => SessionRunner.Load(Path.Combine(folder, manifest.Files[0].Path));
    }
}
