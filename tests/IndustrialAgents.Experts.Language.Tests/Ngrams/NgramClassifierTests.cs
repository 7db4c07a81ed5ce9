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
        using var expert = Saved(NgramClassifier.Fit(Orders, new NgramClassifierOptions { Name = "orders", Version = "2", FailureModes = new Dictionary<string, string> { ["leak"] = "leakage" } }, TestContext.Current.CancellationToken));

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
        using var expert = Saved(NgramClassifier.Fit(Orders, cancellationToken: TestContext.Current.CancellationToken));

        var probabilities = (await AskAsync(expert, text)).Probabilities.ToArray();

        Assert.Equal(0.4, probabilities[0], 0.1);
        Assert.Equal(0.4, probabilities[1], 0.1);
        Assert.Equal(0.2, probabilities[2], 0.1);
    }

    [Fact]
    public async Task Ask_EmptyText_IsAnsweredWithDoubt()
    {
        using var expert = Saved(NgramClassifier.Fit(Orders, cancellationToken: TestContext.Current.CancellationToken));

        Assert.InRange((await AskAsync(expert, "")).Top().Probability, 1 / 3.0, 0.6);
    }

    [Theory]
    [InlineData(NgramHead.Softmax, "softmax on ")]
    [InlineData(NgramHead.Margin, "margin on ")]
    [InlineData(NgramHead.Ridge, "ridge on ")]
    [InlineData(NgramHead.Committee, "; softmax on ")]
    [InlineData(NgramHead.Selected, "softmax on ")]
    public async Task Fit_AnyHead_NamesLabelsAndGivesTheSameBytesAgain(NgramHead head, string said)
    {
        var options = new NgramClassifierOptions { Head = head };
        var fitted = NgramClassifier.Fit(Orders, options, TestContext.Current.CancellationToken);
        using var expert = Saved(fitted);

        Assert.Contains(said, expert.Manifest.Description, StringComparison.Ordinal);
        Assert.Equal("leak", (await AskAsync(expert, "leeks at the pump")).Top().Label);
        Assert.Equal("noise", (await AskAsync(expert, "BEARING is noisy")).Top().Label);
        Assert.Equal(fitted.Model, NgramClassifier.Fit(Orders, options, TestContext.Current.CancellationToken).Model);
    }

    [Theory]
    [InlineData(NgramPieces.Characters)]
    [InlineData(NgramPieces.Words)]
    public async Task Ask_AnyText_IsWhatTheWeightsSay(NgramPieces pieces)
    {
        var options = new NgramClassifierOptions { Pieces = pieces, Costs = [10] };
        using var expert = Saved(NgramClassifier.Fit(Orders, options, TestContext.Current.CancellationToken));
        var ngrams = options.Ngrams with { CrossingApart = true, Together = true };
        var texts = (string[])[.. Orders.Select(order => order.Text), "leaking", "a crack, a CRACK of the valve", "nothing known", ""];
        var counts = Array.ConvertAll(texts, text => new NgramHasher(ngrams).Count(text));
        int[] rows = [.. Enumerable.Range(0, Orders.Length)];
        int[] classes = [.. Orders.Select(order => expert.Manifest.Labels.ToList().IndexOf(order.Label))];
        var vectors = new NgramVectors(counts, rows, ngrams, pieces, int.MaxValue);
        float[] shares = [0.4f, 0.4f, 0.2f];
        var weights = LinearHead.Solve(vectors, rows, classes, shares, NgramHead.Softmax, 10);
        var trials = new NgramTrials(counts[..Orders.Length], classes, rows, shares, options with { Ngrams = ngrams }, TestContext.Current.CancellationToken);
        var factor = trials.Choose().Factors[0];
        var scores = LinearHead.Scores(vectors, weights, [.. Enumerable.Range(0, texts.Length)], 3);
        for (var i = 0; i < texts.Length; i++)
        {
            var odds = Enumerable.Range(0, 3).Select(c => shares[c] * Math.Exp(factor * scores[(i * 3) + c])).ToArray();
            var given = (await AskAsync(expert, texts[i])).Probabilities.ToArray();

            Assert.All(Enumerable.Range(0, 3), c => Assert.Equal(odds[c] / odds.Sum(), given[c], 1e-3));
        }
    }

    [Fact]
    public async Task Fit_TwoTexts_AnswersBoth()
    {
        using var expert = Saved(NgramClassifier.Fit([("pump leaking", "leak"), ("motor noise", "noise")], cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal(0.5, (await AskAsync(expert, "pump leaking")).Top().Probability, 0.01);
    }

    [Fact]
    public void Fit_Cancelled_Ends() => Assert.ThrowsAny<OperationCanceledException>(() => NgramClassifier.Fit(Orders, cancellationToken: new CancellationToken(canceled: true)));

    [Fact]
    public void Fit_NoSignal_IsHardlySureOfAnything()
    {
        // Labels that have nothing to do with the texts: honest probabilities stay near the labels' shares.
        var random = new System.Random(5);
        var examples = Enumerable.Range(0, 200).Select(i => ($"order {random.Next(1000)} {(char)('a' + random.Next(26))}{(char)('a' + random.Next(26))}", random.Next(2) == 0 ? "a" : "b")).ToArray();
        var fitted = NgramClassifier.Fit(examples, cancellationToken: TestContext.Current.CancellationToken);
        using var expert = Saved(fitted);

        var tops = Enumerable.Range(0, 50).Select(i => AskAsync(expert, $"order {i} xq").GetAwaiter().GetResult().Top().Probability);

        Assert.InRange(tops.Average(), 0.5, 0.75);
    }

    [Fact]
    public void Fit_TooLittle_SaysWhatIsMissing()
    {
        Assert.Throws<InvalidRequestException>(() => NgramClassifier.Fit([], cancellationToken: TestContext.Current.CancellationToken));
        Assert.Throws<InvalidRequestException>(() => NgramClassifier.Fit([("a", "x"), ("b", "x")], cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal("examples[1]", Assert.Throws<InvalidRequestException>(() => NgramClassifier.Fit([("a", "x"), ("b", " ")], cancellationToken: TestContext.Current.CancellationToken)).Field);
        Assert.Equal("examples[0]", Assert.Throws<InvalidRequestException>(() => NgramClassifier.Fit([(null!, "x"), ("b", "y")], cancellationToken: TestContext.Current.CancellationToken)).Field);
        Assert.Throws<InvalidRequestException>(() => NgramClassifier.Fit([.. Enumerable.Range(0, NgramClassifier.MaxTexts + 1).Select(i => ("t", $"{i % 2}"))], cancellationToken: TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Fit_OptionOutOfRange_NamesIt()
    {
        Check("costs: none", new NgramClassifierOptions { Costs = [] });
        Check("costs: 0", new NgramClassifierOptions { Costs = [0] });
        Check("costs: 1", new NgramClassifierOptions { Costs = [1], Head = NgramHead.Selected });
        Check("head: 9", new NgramClassifierOptions { Head = (NgramHead)9 });
        Check("pieces: 9", new NgramClassifierOptions { Pieces = (NgramPieces)9 });
        Check("width", new NgramClassifierOptions { Ngrams = new NgramOptions { Width = 3 } });

        static void Check(string option, NgramClassifierOptions options) =>
            Assert.Contains(option, Assert.Throws<ArgumentException>(() => NgramClassifier.Fit(Orders, options, TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
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
