using System.Text.Json;
using System.Text.Json.Nodes;
using IndustrialAgents.Experts;
using IndustrialAgents.Experts.Language;
using IndustrialAgents.Onnx;
using IndustrialAgents.Onnx.Graphs;

namespace IndustrialAgents.Hosting.Tests.Models;

/// <summary>Pulls small graphs with the interface of encoders, classifiers and decoders of texts, and asks the experts that the manifests make of them.</summary>
public sealed class TextModelTests : IDisposable
{
    private static readonly string[] Words = ["[UNK]", "[CLS]", "[SEP]", "pump", "leaks", "query:", "</s>"];

    private readonly TestFolder _folder = new();
    private readonly ModelPool _pool = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("""{"pooling_mode_mean_tokens": true, "pooling_mode_cls_token": false}""", (1 + 3 + 4 + 2) / 4f)]
    [InlineData("""{"pooling_mode_cls_token": true}""", 1f)]
    [InlineData("""{"pooling_mode_lasttoken": true}""", 2f)]
    [InlineData("""{"pooling_mode": "mean"}""", (1 + 3 + 4 + 2) / 4f)]
    [InlineData(null, (1 + 3 + 4 + 2) / 4f)]
    public async Task Encoder_Pooling_IsTheRepositorys(string? pooling, float expected)
    {
        Write("1_Pooling/config.json", pooling);
        var (pulled, expert) = await PullAsync(Encoder(), "sentence-encoder");

        // Each token's vector is its id and 1.
        Assert.Equal([expected, 1f], (await AskAsync<Embedding>(expert, "pump leaks")).Vector.ToArray());
        Assert.Equal(pooling is null, pulled.Notes.Any(note => note.Contains("1_Pooling", StringComparison.Ordinal)));
        Assert.Equal(["model.onnx", "tokenizer.json"], pulled.Manifest.Files.Select(file => file.Path));
    }

    [Fact]
    public async Task Encoder_LengthPromptAndNormalization_AreTheRepositorys()
    {
        Write("modules.json", """[{"type": "sentence_transformers.models.Transformer"}, {"type": "sentence_transformers.models.Normalize"}]""");
        Write("sentence_bert_config.json", """{"max_seq_length": 4}""");
        Write("config_sentence_transformers.json", """{"prompts": {"query": "query: ", "document": ""}, "default_prompt_name": "query"}""");
        Write("1_Pooling/config.json", """{"pooling_mode_mean_tokens": true}""");
        var (_, expert) = await PullAsync(Encoder(), "sentence-encoder");

        // [CLS] query: pump [SEP], the rest is cut off.
        var (x, length) = ((1 + 5 + 3 + 2) / 4f, Math.Sqrt((2.75 * 2.75) + 1));
        Assert.Equal([(float)(x / length), (float)(1 / length)], (await AskAsync<Embedding>(expert, "pump leaks leaks")).Vector.ToArray(), (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public async Task Encoder_ThatPoolsItself_IsTakenAtItsWord()
    {
        var graph = new GraphBuilder("encoder");
        var ids = graph.Cast(Ids(graph), ElementType.Float32);
        var both = graph.Output("token_embeddings", graph.Unsqueeze(ids, [2]), ElementType.Float32, default, default, 1)
            .Output("sentence_embedding", graph.ReduceMax(ids, [1]), ElementType.Float32, default, 1).Build();
        var (pulled, expert) = await PullAsync(both, "sentence-encoder");

        Assert.Equal(4f, Assert.Single((await AskAsync<Embedding>(expert, "pump leaks")).Vector.ToArray()));
        Assert.DoesNotContain(pulled.Notes, note => note.Contains("1_Pooling", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Encoder_PromptsWithoutDefault_AreNamed()
    {
        Write("config_sentence_transformers.json", """{"prompts": {"query": "query: "}, "default_prompt_name": null}""");

        Assert.Contains((await PullAsync(Encoder(), "sentence-encoder")).Pulled.Notes, note => note.Contains("query: 'query: '", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("1_Pooling/config.json", """{"pooling_mode_max_tokens": true}""", "max_tokens")]
    [InlineData("1_Pooling/config.json", """{"pooling_mode_max_tokens": true, "pooling_mode_mean_tokens": true}""", "max_tokens and mean_tokens")]
    [InlineData("1_Pooling/config.json", "not json", "nothing that is known")]
    public async Task Encoder_PoolingThatCannotBeHad_IsRefused(string file, string text, string said)
    {
        Write(file, text);

        Assert.Contains(said, (await Assert.ThrowsAsync<ModelHubException>(() => PullAsync(Encoder(), "sentence-encoder"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Encoder_WithoutTokenizer_PassesTensorsThroughAndSaysWhatIsMissing()
    {
        Save(Encoder());
        var pulled = await PullAsync(null);

        Assert.Null(pulled.Convention);
        Assert.Contains(pulled.Notes, note => note.Contains("has no tokenizer.json", StringComparison.Ordinal));
        Assert.Contains("tokenizer.json", (await Assert.ThrowsAsync<ModelHubException>(() => PullAsync("sentence-encoder"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Classifier_Labels_AreTheConfigurations()
    {
        Write("config.json", """{"architectures": ["BertForSequenceClassification"], "id2label": {"0": "wear", "1": "leak"}}""");
        var (_, expert) = await PullAsync(Classifier(), "text-classifier");

        var classes = await AskAsync<ClassProbabilities>(expert, "pump leaks", ExpertTask.Classify);
        Assert.Equal(["wear", "leak"], classes.Labels);
        Assert.Equal(1 / (1 + Math.Exp(-4)), classes.Probabilities.Span[0], 1e-6);
    }

    [Fact]
    public async Task Classifier_WithoutLabels_IsRefused()
    {
        Write("config.json", """{"id2label": {"0": "wear"}}""");

        Assert.Contains("id2label", (await Assert.ThrowsAsync<ModelHubException>(() => PullAsync(Classifier(), "text-classifier"))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("generation_config.json", """{"eos_token_id": [6, 5]}""", "pump leaks")]
    [InlineData("config.json", """{"eos_token_id": 6, "max_position_embeddings": 32}""", "pump leaks query:")]
    public async Task Decoder_EndingTokens_AreTheRepositorys(string file, string text, string expected)
    {
        Write(file, text);
        var (pulled, expert) = await PullAsync(Decoder(), "decoder");

        Assert.Equal(expected, (await AskAsync<GeneratedText>(expert, "[SEP]", ExpertTask.Generate)).Text.Trim());
        Assert.Equal([ExpertTask.Generate], pulled.Manifest.Tasks);
    }

    [Fact]
    public async Task Decoder_ChatTemplate_MakesItAnswer()
    {
        Write("tokenizer_config.json", """{"chat_template": "{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>{% endfor %}"}""");
        Write("generation_config.json", """{"eos_token_id": 6}""");
        var (pulled, expert) = await PullAsync(Decoder(), "decoder");

        Assert.Equal([ExpertTask.Answer, ExpertTask.Generate], pulled.Manifest.Tasks);
        Assert.Equal(["model.onnx", "tokenizer.json", "tokenizer_config.json"], pulled.Manifest.Files.Select(file => file.Path));
        Assert.NotNull(await AskAsync<GeneratedText>(expert, "pump", ExpertTask.Answer));
    }

    [Fact]
    public async Task Decoder_WithoutEndingToken_SaysSo() =>
        Assert.Contains((await PullAsync(Decoder(), "decoder")).Pulled.Notes, note => note.Contains("endIds", StringComparison.Ordinal));

    [Fact]
    public async Task Decoder_GenAi_TakesItsConfiguration()
    {
        Write("onnx/genai_config.json", """
            {"model": {"eos_token_id": 6, "vocab_size": 7, "context_length": 16, "decoder": {"filename": "model.onnx", "inputs": {"input_ids": "input_ids"}, "outputs": {"logits": "logits"}}}}
            """);
        WriteTokenizer();
        Directory.CreateDirectory(_folder["hub/onnx"]);
        Decoder().Save(_folder["hub/onnx/model.onnx"]);
        var pulled = await PullAsync(null);

        Assert.Equal("\"genai_config.json\"", pulled.Manifest.Output!.Options["config"].GetRawText());
        Assert.Equal("pump leaks query:", (await AskAsync<GeneratedText>(Load(pulled), "[SEP]", ExpertTask.Generate)).Text.Trim());
    }

    public void Dispose()
    {
        _pool.Dispose();
        _folder.Dispose();
    }

    private static GraphTensor Ids(GraphBuilder graph) => graph.Input("input_ids", ElementType.Int64, default, default);

    private static OnnxGraph Encoder()
    {
        var graph = new GraphBuilder("encoder");
        var ids = graph.Unsqueeze(graph.Cast(Ids(graph), ElementType.Float32), [2]);
        var mask = graph.Unsqueeze(graph.Cast(graph.Input("attention_mask", ElementType.Int64, default, default), ElementType.Float32), [2]);
        return graph.Output("last_hidden_state", graph.Concat([ids, mask], 2), ElementType.Float32, default, default, 2).Build();
    }

    // Logits are the greatest id and 0.
    private static OnnxGraph Classifier()
    {
        var graph = new GraphBuilder("classifier");
        var most = graph.ReduceMax(graph.Cast(Ids(graph), ElementType.Float32), [1]);
        return graph.Output("logits", graph.Concat([most, graph.Mul(most, graph.Scalar(0f))], 1), ElementType.Float32, default, 2).Build();
    }

    // After each token comes the one with the next id.
    private static OnnxGraph Decoder()
    {
        var graph = new GraphBuilder("decoder");
        var next = new float[Words.Length * Words.Length];
        for (var i = 0; i < Words.Length; i++)
        {
            next[(i * Words.Length) + Math.Min(i + 1, Words.Length - 1)] = 9;
        }

        var logits = graph.Gather(graph.Initializer("next", next, Words.Length, Words.Length), Ids(graph));
        return graph.Output("logits", logits, ElementType.Float32, default, default, Words.Length).Build();
    }

    private static async Task<T> AskAsync<T>(IExpert expert, string text, ExpertTask task = ExpertTask.Embed)
        where T : ExpertOutput => Assert.IsType<T>((await expert.AskAsync(new Request { Task = task, Inputs = [new TextInput(text)] }, Token)).Output);

    private void Write(string path, string? text)
    {
        if (text is not null)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_folder["hub/" + path])!);
            File.WriteAllText(_folder["hub/" + path], text);
        }
    }

    // Encoders put [CLS] and [SEP] around a text; the decoder's text is as it is.
    private void WriteTokenizer(bool around = false) => Write("tokenizer.json", new JsonObject
    {
        ["version"] = "1.0",
        ["added_tokens"] = new JsonArray(),
        ["pre_tokenizer"] = new JsonObject { ["type"] = "WhitespaceSplit" },
        ["post_processor"] = around ? JsonNode.Parse("""{"type": "BertProcessing", "cls": ["[CLS]", 1], "sep": ["[SEP]", 2]}""") : null,
        ["decoder"] = JsonNode.Parse("""{"type": "WordPiece", "prefix": "##", "cleanup": false}"""),
        ["model"] = new JsonObject { ["type"] = "WordLevel", ["unk_token"] = Words[0], ["vocab"] = JsonSerializer.SerializeToNode(Words.Index().ToDictionary(word => word.Item, word => word.Index)) },
    }.ToJsonString());

    private void Save(OnnxGraph graph)
    {
        Directory.CreateDirectory(_folder["hub"]);
        graph.Save(_folder["hub/model.onnx"]);
    }

    private async Task<PulledModel> PullAsync(string? convention)
    {
        var puller = new ModelPuller(new FolderModelHub(_folder["hub"], TimeProvider.System, keepFree: 0));
        var model = await puller.FindAsync(HubReference.Parse("plant/small"), Token);
        return await puller.PullAsync(model, new PullOptions { Folder = _folder["models"], Convention = convention }, null, Token);
    }

    private async Task<(PulledModel Pulled, IExpert Expert)> PullAsync(OnnxGraph graph, string expected)
    {
        WriteTokenizer(around: expected != "decoder");
        Save(graph);
        var pulled = await PullAsync(null);

        Assert.Equal(expected, pulled.Convention?.Name);
        return (pulled, Load(pulled));
    }

    private IExpert Load(PulledModel pulled)
    {
        var catalog = ExpertCatalog.Of([new LanguageModule()]);
        ExpertInstaller.Add(pulled.Folder, _folder["experts"], catalog);
        return new ExpertLoader(catalog, new PooledModels(_pool, TimeProvider.System)).Load(_folder["experts/small-local"]);
    }
}
