using IndustrialAgents.Experts.Language.StructuredText;

namespace IndustrialAgents.Experts.Language.Tests.StructuredText;

public sealed class StructuredTextExpertTests
{
    private const string Broken = "PROGRAM P\nVAR a : INT; END_VAR\na = 1;\nEND_PROGRAM";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AskAsync_ValidAtOnce_AsksOnce()
    {
        var writer = new ScriptedWriter($"Here it is:\n```st\n{Programs.Short}\n```\nDone.");
        var reply = await Expert(writer).AskAsync(Ask("count"), Token);
        var text = Assert.IsType<GeneratedText>(reply.Output);
        Assert.Equal(Programs.Short, text.Text);
        Assert.True(text.Check is { IsValid: true, Language: StructuredTextExpert.Language });
        Assert.Equal(0.8, text.Confidence);
        var turns = Assert.Single(writer.Asked).Inputs.Cast<TextInput>().ToArray();
        Assert.Equal([ChatRole.System, null], turns.Select(turn => turn.Role));
        Assert.Equal("count", turns[1].Text);
    }

    [Fact]
    public async Task AskAsync_BrokenThenRight_ShowsTheWriterItsErrors()
    {
        var writer = new ScriptedWriter(Broken, Programs.Short);
        var reply = await Expert(writer).AskAsync(Ask("count"), Token);
        Assert.True(((GeneratedText)reply.Output).Check!.IsValid);
        Assert.Equal(2, writer.Asked.Count);
        var turns = writer.Asked[1].Inputs.Cast<TextInput>().ToArray();
        Assert.Equal([ChatRole.System, null, ChatRole.Assistant, ChatRole.User], turns.Select(turn => turn.Role));
        Assert.Equal(Broken, turns[2].Text);
        Assert.Contains("line 3, column 3: '=' compares", turns[3].Text, StringComparison.Ordinal);
        Assert.Equal(2 * 0.5, reply.Cost);
        Assert.Equal((new ExpertId("writer", "1"), ContributionStatus.Answered), (reply.Parts[0].Expert, reply.Parts[0].Status));
    }

    [Fact]
    public async Task AskAsync_NeverRight_SaysSoAfterTheRepairs()
    {
        var writer = new ScriptedWriter(Broken);
        var text = (GeneratedText)(await Expert(writer, options => options with { Repairs = 3 }).AskAsync(Ask("count"), Token)).Output;
        Assert.Equal(4, writer.Asked.Count);
        Assert.False(text.Check!.IsValid);
        Assert.Equal(0, text.Confidence);
        Assert.Equal(Broken, text.Text);
        Assert.Single(text.Check.Problems);
    }

    [Fact]
    public async Task AskAsync_WriterHangsOnRepair_TellsTheFirstText()
    {
        var writer = new ScriptedWriter(Broken) { HangsAfter = 1 };
        var text = (GeneratedText)(await Expert(writer, options => options with { TimeoutSeconds = 0.2 }).AskAsync(Ask("count"), Token)).Output;
        Assert.False(text.Check!.IsValid);
        Assert.Equal(Broken, text.Text);
    }

    [Fact]
    public async Task AskAsync_WriterHangs_IsADeadline()
    {
        var expert = Expert(new ScriptedWriter(Broken) { HangsAfter = 0 }, options => options with { TimeoutSeconds = 0.05 });
        await Assert.ThrowsAsync<DeadlineExceededException>(async () => await expert.AskAsync(Ask("count"), Token));
        var past = Ask("count") with { Constraints = new RequestConstraints { Deadline = DateTimeOffset.UnixEpoch } };
        await Assert.ThrowsAsync<DeadlineExceededException>(async () => await expert.AskAsync(past, Token));
    }

    [Fact]
    public async Task AskAsync_NoWriter_SaysWhatToDo()
    {
        var missing = await Assert.ThrowsAsync<ExpertFailedException>(async () => await Expert(null).AskAsync(Ask("count"), Token));
        Assert.Contains("there is no expert 'writer'", missing.Message, StringComparison.Ordinal);
        var wrong = new ScriptedWriter("x") { Tasks = [ExpertTask.Answer] };
        Assert.Contains("does not answer generate", (await Assert.ThrowsAsync<ExpertFailedException>(async () => await Expert(wrong).AskAsync(Ask("count"), Token))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 2, 1, "writer")]
    [InlineData("st", 2, 1, "writer")]
    [InlineData("writer", 11, 1, "repairs")]
    [InlineData("writer", 2, 0, "timeoutSeconds")]
    public void Create_WrongOption_NamesIt(string writer, int repairs, double timeout, string option) => Assert.Equal(
        $"code.{option}",
        Assert.Throws<InvalidManifestException>(() => Expert(null, _ => new StructuredTextOptions { Writer = writer, Repairs = repairs, TimeoutSeconds = timeout })).Field);

    [Theory]
    [InlineData("no fence", "no fence")]
    [InlineData("a\n```\ncode\n```\nb", "code")]
    [InlineData("```st\ncode", "code")]
    [InlineData("```", "")]
    public void Extract_AnyForm_FindsTheCode(string text, string code) => Assert.Equal(code, CodeBlock.Extract(text));

    private static Request Ask(string text) => new() { Task = ExpertTask.Generate, Inputs = [new TextInput(text)] };

    private static StructuredTextExpert Expert(ScriptedWriter? writer, Func<StructuredTextOptions, StructuredTextOptions>? change = null)
    {
        var options = new StructuredTextOptions { Writer = "writer" };
        var step = StructuredTextExpert.Describe(change?.Invoke(options) ?? options);
        var manifest = new Manifest { Name = "st", Version = "1", Modality = Modality.Language, Tasks = [ExpertTask.Generate], Code = step };
        return StructuredTextExpert.Create(new StepContext(manifest, "", [], new StepOptions("expert.json", "code", step)), new Directory(writer), TimeProvider.System);
    }

    private sealed class Directory(ScriptedWriter? writer) : IExpertDirectory
    {
        public IReadOnlyList<ExpertEntry> Experts => writer is null ? [] : [new ExpertEntry(writer)];

        public ExpertEntry? Find(string nameOrId) => nameOrId == "writer" && writer is not null ? new ExpertEntry(writer) : null;
    }

    /// <summary>A language model that says what it was told to, one text after the other, and the last again and again.</summary>
    private sealed class ScriptedWriter(params string[] texts) : IExpert
    {
        public List<Request> Asked { get; } = [];

        public int HangsAfter { get; init; } = int.MaxValue;

        public IReadOnlyList<ExpertTask> Tasks { get; init; } = [ExpertTask.Generate];

        public Manifest Manifest => new() { Name = "writer", Version = "1", Modality = Modality.Language, Tasks = Tasks };

        public async ValueTask<ExpertReply> AskAsync(Request request, CancellationToken cancellationToken)
        {
            if (Asked.Count >= HangsAfter)
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }

            Asked.Add(request);
            return new ExpertReply(new GeneratedText(texts[Math.Min(Asked.Count, texts.Length) - 1], FinishReason.Stop) { Confidence = 0.8 }) { Cost = 0.5 };
        }
    }
}
