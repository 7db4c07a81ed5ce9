namespace IndustrialAgents.Experts.Multimodal.Tests;

public sealed class PastCasesExpertTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ia-past-");
    private readonly JointSpace _space = JointSpace.Fit(JointSpaceTests.Examples(1, 200));

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("text")]
    [InlineData("image")]
    [InlineData("text,image")]
    public async Task AskAsync_AnyModality_FindsPastCasesOfTheSameMode(string sent)
    {
        using var expert = Create();
        var asked = JointSpaceTests.Examples(9, 1)[0];
        RequestInput[] inputs = [.. sent.Split(',').Select(modality => modality == "text" ? (RequestInput)new TextInput("noise") : new ImageInput(new byte[4]))];
        var reply = await expert.AskAsync(new Request { Task = ExpertTask.Retrieve, Inputs = inputs, Parameters = new RequestParameters { Top = 3 } }, TestContext.Current.CancellationToken);

        var passages = Assert.IsType<Passages>(reply.Output).Items;
        Assert.Equal(3, passages.Count);
        Assert.StartsWith(asked.Mode!, passages[0].Text, StringComparison.Ordinal);
        Assert.Equal("acme/pump-1", passages[0].Source);
        Assert.Equal(passages.OrderByDescending(passage => passage.Score), passages);
        Assert.Equal(inputs.Length, reply.Parts.Count(part => part.Status == ContributionStatus.Answered));
        Assert.Equal(inputs.Length, reply.Cost);
    }

    [Fact]
    public async Task AskAsync_CaseAddedMeanwhile_IsFound()
    {
        using var expert = Create();
        using (var index = CaseIndex.Open(Path.Combine(_folder.FullName, "cases.index"), _space.Dimension))
        {
            index.Add(new PastCase("new", "", "", "just closed"), _space.Embed("text", JointSpaceTests.Examples(9, 1)[0].Features["text"]));
        }

        var reply = await expert.AskAsync(new Request { Task = ExpertTask.Retrieve, Inputs = [new TextInput("noise")] }, TestContext.Current.CancellationToken);
        var first = ((Passages)reply.Output).Items[0];
        Assert.Equal(("new", "just closed", null), (first.Id, first.Text, first.Source));
    }

    [Fact]
    public async Task AskAsync_OneMemberFails_TheOtherAnswers()
    {
        using var expert = Create(image: FakeExpert.Doing("image", Modality.Vision, (_, _) => throw new ExpertFailedException(new ExpertId("image", "1"), "lens broken")));
        var reply = await expert.AskAsync(
            new Request { Task = ExpertTask.Retrieve, Inputs = [new TextInput("noise"), new ImageInput(new byte[4])] }, TestContext.Current.CancellationToken);

        Assert.Equal(5, ((Passages)reply.Output).Items.Count);
        Assert.Contains(reply.Parts, part => part.Status == ContributionStatus.Failed && part.Error!.Contains("lens broken"));
        var e = await Assert.ThrowsAsync<ExpertFailedException>(() => expert.AskAsync(
            new Request { Task = ExpertTask.Retrieve, Inputs = [new ImageInput(new byte[4])] }, TestContext.Current.CancellationToken).AsTask());
        Assert.Contains("lens broken", e.Message);
    }

    [Fact]
    public async Task AskAsync_NoMemberForTheInput_SaysWhatToSend()
    {
        using var expert = Create();
        var series = new Series { Channels = [new("flow")], Values = new float[4], SamplePeriod = TimeSpan.FromSeconds(1) };
        var e = await Assert.ThrowsAsync<InvalidRequestException>(() => expert.AskAsync(
            new Request { Task = ExpertTask.Retrieve, Inputs = [new SeriesInput(series)] }, TestContext.Current.CancellationToken).AsTask());
        Assert.Contains("text", e.Message);
    }

    [Fact]
    public void Create_WrongOptions_NamesThem()
    {
        Assert.Contains("members", Assert.Throws<InvalidManifestException>(() => Create(new PastCasesOptions())).Message);
        Assert.Contains("smell", Assert.Throws<InvalidManifestException>(() => Create(new PastCasesOptions { Members = [new("text", "smell")] })).Message);
        Assert.Contains("nowhere", Assert.Throws<InvalidManifestException>(() => Create(new PastCasesOptions { Members = [new("text", "text")], Space = "nowhere" })).Message);
    }

    [Fact]
    public void Of_OutputWithoutFeatures_IsNull() => Assert.Null(CaseFeatures.Of(new Passages([])));

    private PastCasesExpert Create(PastCasesOptions? options = null, FakeExpert? image = null)
    {
        _space.Save(Path.Combine(_folder.FullName, "space"));
        var path = Path.Combine(_folder.FullName, "cases.index");
        if (!File.Exists(path))
        {
            using var index = CaseIndex.Open(path, _space.Dimension);
            foreach (var (number, example) in JointSpaceTests.Examples(5, 100).Index())
            {
                index.Add(new PastCase($"wo-{number}", "acme/pump-1", example.Mode!, "mended"), _space.Embed(example.Features));
            }
        }

        var asked = JointSpaceTests.Examples(9, 1)[0].Features;
        var directory = new FakeDirectory(
            FakeExpert.Saying("text", Modality.Language, new Embedding("text@1", asked["text"]), []),
            image ?? FakeExpert.Saying("image", Modality.Vision, new Embedding("image@1", asked["image"]), []));
        options ??= new PastCasesOptions { Members = [new("text", "text"), new("image", "image")] };
        var manifest = PastCasesExpert.Describe("past", "1", options);
        return PastCasesExpert.Create(new StepContext(manifest, _folder.FullName, [], new StepOptions("expert.json", "code", manifest.Code!)), directory, TimeProvider.System);
    }
}
