using System.Text;
using IndustrialAgents.Experts.Language.Tests.Tokenizers;

namespace IndustrialAgents.Experts.Language.Tests;

public sealed class TextStepTests
{
    private static readonly string Tokenizer = Encoding.UTF8.GetString(SmallTokenizer.Json(
        SmallTokenizer.Words("[UNK]", "[CLS]", "[SEP]", "pump", "leaks", "query:"),
        preTokenizer: new { type = "WhitespaceSplit" },
        postProcessor: new { type = "BertProcessing", cls = new object[] { "[CLS]", 1 }, sep = new object[] { "[SEP]", 2 } }));

    private static readonly ModelTensorInfo[] Bert = [Input("input_ids"), Input("attention_mask"), Input("token_type_ids")];

    [Fact]
    public async Task Prepare_Text_FillsTheModelsInputs()
    {
        var model = Model(Bert);
        var answer = Assert.IsType<Embedding>(await Expert("""{"use":"text","prefix":"query: ","padTo":4}""", """{"use":"embedding","pool":"mean","normalize":true}""").AskAsync(new TextInput("pump"), model));

        Assert.Equal([1, 5, 3, 2], model.Runs[0]["input_ids"].AsSpan<long>().ToArray());
        Assert.Equal([1, 1, 1, 1], model.Runs[0]["attention_mask"].AsSpan<long>().ToArray());
        Assert.Equal([0, 0, 0, 0], model.Runs[0]["token_type_ids"].AsSpan<long>().ToArray());

        // The model gives each id and 1: (1 + 5 + 3 + 2) / 4 = 2.75 beside 1, on the unit circle.
        var length = Math.Sqrt((2.75 * 2.75) + 1);
        Assert.Equal([(float)(2.75 / length), (float)(1 / length)], answer.Vector.ToArray());
    }

    [Theory]
    [InlineData("mean", 7f / 3)]
    [InlineData("first", 1f)]
    [InlineData("last", 2f)]
    public async Task Read_PaddedText_LeavesThePaddingOut(string pool, float expected)
    {
        var model = Model(Bert);
        var answer = Assert.IsType<Embedding>(await Expert("""{"use":"text","padTo":8,"padId":9}""", $$"""{"use":"embedding","pool":"{{pool}}"}""").AskAsync(new TextInput("leaks"), model));

        Assert.Equal([1, 4, 2, 9, 9, 9, 9, 9], model.Runs[0]["input_ids"].AsSpan<long>().ToArray());
        Assert.Equal([1, 1, 1, 0, 0, 0, 0, 0], model.Runs[0]["attention_mask"].AsSpan<long>().ToArray());
        Assert.Equal(expected, answer.Vector.Span[0], 1e-6f);
    }

    [Fact]
    public async Task Prepare_ModelOfIdsAlone_IsNotFilledUp()
    {
        var model = Model([Input("input_ids", ElementType.Int32)]);
        await Expert("""{"use":"text","padTo":8}""", """{"use":"embedding","pool":"mean"}""").AskAsync(new TextInput("pump leaks"), model);
        Assert.Equal([1, 3, 4, 2], model.Runs[0]["input_ids"].AsSpan<int>().ToArray());
        Assert.Single(model.Runs[0]);
    }

    [Fact]
    public async Task Prepare_LongText_IsCutOrRefused()
    {
        var model = Model(Bert);
        var text = new TextInput(string.Join(' ', Enumerable.Repeat("pump", 50)));
        await Expert("""{"use":"text","maxTokens":5,"padTo":4}""", """{"use":"embedding","pool":"mean"}""").AskAsync(text, model);
        Assert.Equal([1, 3, 3, 3, 2], model.Runs[0]["input_ids"].AsSpan<long>().ToArray());

        var refusing = Expert("""{"use":"text","maxTokens":5,"overflow":"refuse"}""", """{"use":"embedding","pool":"mean"}""");
        var error = await Assert.ThrowsAsync<InvalidRequestException>(() => refusing.AskAsync(text, model));
        Assert.Contains("52 tokens; the expert takes at most 5", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidRequestException>(() => refusing.AskAsync(new TensorInput(Tensor.Create([1f], 1)), model));
        await Assert.ThrowsAsync<InvalidRequestException>(() => Expert("""{"use":"text","addSpecial":false}""", """{"use":"embedding"}""").AskAsync(new TextInput(" "), model));
    }

    [Theory]
    [InlineData("""{"use":"text","maxTokens":2}""", "maxTokens")]
    [InlineData("""{"use":"text","padTo":0}""", "padTo")]
    [InlineData("""{"use":"text","padId":-1}""", "padId")]
    [InlineData("""{"use":"text","tokenizer":"other.json"}""", "tokenizer")]
    public void Create_WrongOption_NamesIt(string step, string option) =>
        Assert.Equal($"inputs[0].preprocess.{option}", Assert.Throws<InvalidManifestException>(() => Expert(step, """{"use":"embedding"}""")).Field);

    private static ModelTensorInfo Input(string name, ElementType type = ElementType.Int64) => new(name, type, [-1, -1]);

    private static TestExpert Expert(string input, string output) => TestExpert.Of(input, output, ("tokenizer.json", Tokenizer));

    // Gives each token its id and 1.
    private static FakeRunner Model(ModelTensorInfo[] inputs) => new(inputs, [new ModelTensorInfo("last_hidden_state", ElementType.Float32, [-1, -1, 2])], given =>
    {
        var ids = given["input_ids"];
        var values = ids.ElementType == ElementType.Int32 ? ids.AsSpan<int>().ToArray().Select(id => (float)id) : ids.AsSpan<long>().ToArray().Select(id => (float)id);
        return new Dictionary<string, Tensor> { ["last_hidden_state"] = Tensor.Create<float>([.. values.SelectMany(id => new[] { id, 1f })], 1, (int)ids.Shape.ElementCount, 2) };
    });
}
