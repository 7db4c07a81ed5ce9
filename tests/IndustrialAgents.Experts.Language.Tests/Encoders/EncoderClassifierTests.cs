using IndustrialAgents.Experts.Language.Tests.Tokenizers;
using IndustrialAgents.Onnx;
using IndustrialAgents.Onnx.Graphs;

namespace IndustrialAgents.Experts.Language.Tests.Encoders;

public sealed class EncoderClassifierTests : IDisposable
{
    private static readonly string[] Words = ["[UNK]", "[CLS]", "[SEP]", "pump", "fan", "leaks", "drips", "hums", "squeals"];
    private static readonly string[] Wet = ["leaks", "drips"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ia-encoder-");
    private readonly ModelPool _pool = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    // Two texts of each label hold the same words but one; the other words' vectors are near one another.
    private static (string Text, string Label)[] Examples =>
    [
        .. from machine in new[] { "pump", "fan", "pump fan" }
           from failure in new[] { "leaks", "drips", "hums", "squeals" }
           select ($"{machine} {failure}", Wet.Contains(failure) ? "leak" : "noise"),
    ];

    [Theory]
    [InlineData("mean", true, true)]
    [InlineData("mean", false, false)]
    [InlineData("last", true, false)]
    [InlineData("last", false, true)]
    public async Task FitAsync_Texts_AreToldApartAsTheEncoderPoolsThem(string pool, bool mask, bool normalize)
    {
        var encoder = Encoder(pool, mask, normalize);
        var fitted = await EncoderClassifier.FitAsync(encoder, Examples, new EncoderClassifierOptions { Name = "orders", Folds = 3 }, cancellationToken: Token);
        var expert = Save(fitted);

        foreach (var (text, label) in Examples)
        {
            Assert.Equal(label, (await ClassifyAsync(expert, text)).Top().Label);
        }

        // A word that no text had is near "leaks" in the encoder alone.
        Assert.Equal("leak", (await ClassifyAsync(expert, "fan drips leaks")).Top().Label);
        Assert.Equal(["leak", "noise"], fitted.Manifest.Labels);
        Assert.Equal(["tokenizer.json"], fitted.Attachments.Keys);
    }

    [Theory]
    [InlineData("mean", true)]
    [InlineData("mean", false)]
    [InlineData("first", true)]
    [InlineData("first", false)]
    [InlineData("last", true)]
    [InlineData("last", false)]
    public async Task WithHead_Pooling_IsThatOfTheOutputStep(string pool, bool mask)
    {
        var encoder = Encoder(pool, mask, normalize: true);
        var expert = Load(encoder);
        var vectors = new List<float[]>();
        foreach (var text in new[] { "pump leaks", "fan", "pump fan hums squeals" })
        {
            vectors.Add([.. ((Embedding)(await expert.AskAsync(new Request { Task = ExpertTask.Embed, Inputs = [new TextInput(text)] }, Token)).Output).Vector.Span]);
        }

        // Two scores that are the vector's coordinates: their difference is the log of the odds.
        var head = new Learning.RidgeHead(2, 2, [1, 0, 0, 1], [0, 0], 1);
        using var session = OnnxSession.Load(EncoderModel.Open(encoder).WithHead(head, 1, 2).ToBytes());
        foreach (var (text, vector) in new[] { "pump leaks", "fan", "pump fan hums squeals" }.Zip(vectors))
        {
            long[] ids = [1, .. text.Split(' ').Select(word => (long)Array.IndexOf(Words, word)), 2, 0, 0];
            if (!mask)
            {
                ids = ids[..^2];
            }

            var inputs = new Dictionary<string, Tensor> { ["input_ids"] = Tensor.Create(ids, 1, ids.Length) };
            if (mask)
            {
                inputs["attention_mask"] = Tensor.Create([.. ids.Select((_, i) => i < ids.Length - 2 ? 1L : 0L)], 1, ids.Length);
            }

            var probabilities = session.Run(inputs, Token)[EncoderClassifier.Output].AsSpan<float>();
            Assert.Equal(vector[0] - vector[1], Math.Log(probabilities[0] / probabilities[1]), 1e-4);
        }
    }

    [Fact]
    public async Task FitAsync_WhatIsNoEncoder_SaysSo()
    {
        var error = await Assert.ThrowsAsync<InvalidRequestException>(() => EncoderClassifier.FitAsync(_folder.FullName, Examples, cancellationToken: Token));
        Assert.Equal("encoder", error.Field);
        var classifier = NgramClassifier.Fit(Examples);
        classifier.Save(Path.Combine(_folder.FullName, "ngrams"));
        error = await Assert.ThrowsAsync<InvalidRequestException>(() => EncoderClassifier.FitAsync(Path.Combine(_folder.FullName, "ngrams"), Examples, cancellationToken: Token));
        Assert.Contains("ia models pull", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FitAsync_WrongExamples_NamesThem()
    {
        var encoder = Encoder("mean", true, false);
        Assert.Equal("examples", (await Assert.ThrowsAsync<InvalidRequestException>(() => EncoderClassifier.FitAsync(encoder, [("a", "x"), ("b", "x")], cancellationToken: Token))).Field);
        Assert.Equal("examples[1]", (await Assert.ThrowsAsync<InvalidRequestException>(() => EncoderClassifier.FitAsync(encoder, [("a", "x"), ("b", " ")], cancellationToken: Token))).Field);
        Assert.Equal("folds", (await Assert.ThrowsAsync<InvalidRequestException>(() => EncoderClassifier.FitAsync(encoder, Examples, new EncoderClassifierOptions { Folds = 1 }, cancellationToken: Token))).Field);
    }

    [Fact]
    public async Task FitAsync_DamagedModel_IsRefused()
    {
        var encoder = Encoder("mean", true, false);
        File.WriteAllBytes(Path.Combine(encoder, "model.onnx"), [1, 2, 3]);

        Assert.Equal("encoder", (await Assert.ThrowsAsync<InvalidRequestException>(() => EncoderClassifier.FitAsync(encoder, Examples, cancellationToken: Token))).Field);
    }

    public void Dispose()
    {
        _pool.Dispose();
        _folder.Delete(recursive: true);
    }

    private static async Task<ClassProbabilities> ClassifyAsync(IExpert expert, string text) =>
        Assert.IsType<ClassProbabilities>((await expert.AskAsync(new Request { Task = ExpertTask.Classify, Inputs = [new TextInput(text)] }, Token)).Output);

    private IExpert Save(FittedExpert fitted)
    {
        var folder = Path.Combine(_folder.FullName, fitted.Manifest.Name);
        fitted.Save(folder);
        return Load(folder);
    }

    private IExpert Load(string folder) => new ExpertLoader(ExpertCatalog.Of([new LanguageModule()]), new PooledModels(_pool, TimeProvider.System)).Load(folder);

    // Each token's vector is a place on a line, with the failures' words far apart from one another; what comes before is kept in a token's vector, as in a model
    // that has read the text, so that the last one knows it all.
    private string Encoder(string pool, bool mask, bool normalize)
    {
        var graph = new GraphBuilder("encoder");
        var ids = graph.Input("input_ids", ElementType.Int64, "batch", "tokens");
        float[] places = [0, 0, 0, 0, 0, 0, 0, .1f, 0, .2f, 0, 5, 0, 4, 1, -5, 1, -4];
        var read = graph.Node("CumSum", [graph.Gather(graph.Initializer("places", places, Words.Length, 2), ids), graph.Scalar(1L)]);
        if (mask)
        {
            var marks = graph.Input("attention_mask", ElementType.Int64, "batch", "tokens");
            read = graph.Mul(read, graph.Unsqueeze(graph.Cast(marks, ElementType.Float32), [2]));
        }

        var manifest = new Manifest
        {
            Name = "encoder",
            Version = "1",
            Modality = Modality.Language,
            Tasks = [ExpertTask.Embed],
            Inputs = [new ManifestInput { Kind = Modality.Language, Preprocess = ManifestStep.Of("text", new { padTo = 4 }) }],
            Output = ManifestStep.Of("embedding", new { output = "last_hidden_state", pool, normalize }),
        };
        var tokenizer = SmallTokenizer.Json(
            SmallTokenizer.Words(Words),
            preTokenizer: new { type = "WhitespaceSplit" },
            postProcessor: new { type = "BertProcessing", cls = new object[] { "[CLS]", 1 }, sep = new object[] { "[SEP]", 2 } });
        var model = graph.Output("last_hidden_state", read, ElementType.Float32, "batch", "tokens", 2).Build().ToBytes();
        var folder = Path.Combine(_folder.FullName, "encoder");
        new FittedExpert(manifest, model) { Attachments = new Dictionary<string, byte[]> { ["tokenizer.json"] = tokenizer } }.Save(folder);
        return folder;
    }
}
