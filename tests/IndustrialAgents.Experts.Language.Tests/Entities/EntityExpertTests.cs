using FsCheck;
using FsCheck.Fluent;
using IndustrialAgents.Experts.Language.Entities;

namespace IndustrialAgents.Experts.Language.Tests.Entities;

public sealed class EntityExpertTests
{
    private static readonly EntityExample[] Examples =
    [
        new(["replace", "air", "horn"], [new(0, 1, "Activity"), new(1, 3, "Object"), new(2, 3, "Object")]),
        new(["horn", "leaking"], [new(0, 1, "Object"), new(1, 2, "State")]),
        new(["check", "pump"], [new(0, 1, "Activity"), new(1, 2, "Object")]),
        new(["pump", "leaking", "again"], [new(0, 1, "Object"), new(1, 2, "State")]),
        new(["check", "pump", ",", "horn", "leaking"], [new(0, 1, "Activity"), new(1, 2, "Object"), new(3, 4, "Object"), new(4, 5, "State")]),
    ];

    [Fact]
    public async Task Ask_FittedExpert_NamesEntitiesWhereTheyStand()
    {
        var items = await AskAsync("Replace  air horn, pump leaking");

        Assert.Equal(
            [new("Activity", 0, 7, "Replace"), new("Object", 9, 17, "air horn"), new("Object", 13, 17, "horn"), new("Object", 19, 23, "pump"), new("State", 24, 31, "leaking")],
            items);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \t\n")]
    public async Task Ask_EmptyText_NamesNothing(string text) => Assert.Empty(await AskAsync(text));

    [Fact]
    public async Task Ask_TextThatIsNoLanguage_Answers()
    {
        foreach (var text in (string[])["\uFFFD\uD800 \0 ,,, ((", new string('x', 1 << 20)])
        {
            Assert.All(await AskAsync(text), item => Assert.Equal(item.Text, text[item.Start..item.End]));
        }
    }

    [Fact]
    public async Task Ask_TenMegabytes_IsRefusedWithTheLimit()
    {
        var error = await Assert.ThrowsAsync<InvalidRequestException>(() => AskAsync(new string('a', 10 << 20)));

        Assert.Contains("10485760 characters; at most 1048576", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_SameTexts_GiveTheSameBytesThatReadBack()
    {
        var bytes = EntityModelFile.Write(EntityTraining.Fit(Examples, cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal(bytes, EntityModelFile.Write(EntityTraining.Fit(Examples, cancellationToken: TestContext.Current.CancellationToken)));
        Assert.Equal(bytes, EntityModelFile.Write(EntityModelFile.Read(bytes)));
    }

    [Fact]
    public void Fit_NothingToLearnOrNoPasses_IsRefused()
    {
        Assert.Contains("without an entity", Assert.Throws<InvalidRequestException>(() => EntityTraining.Fit([new(["a"], [])], cancellationToken: TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
        Assert.Contains("passes: 0", Assert.Throws<ArgumentException>(() => EntityTraining.Fit(Examples, new EntityTrainingOptions { Passes = 0 }, TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_MoreTagsThanAFileHolds_IsRefused()
    {
        EntityExample[] examples = [.. Enumerable.Range(0, EntityModelFile.MaxTags).Select(i => new EntityExample(["a"], [new(0, 1, $"C{i}")]))];

        Assert.Contains("at most 255", Assert.Throws<InvalidRequestException>(() => EntityTraining.Fit(examples, new EntityTrainingOptions { Passes = 1 }, TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
        Assert.Equal(254, EntityTraining.Fit(examples[1..], new EntityTrainingOptions { Passes = 1 }, TestContext.Current.CancellationToken).Classes.Count);
    }

    [Fact]
    public void Split_AnyText_CoversAllButSpaceInOrder() => Prop.ForAll(ArbMap.Default.ArbFor<string?>(), given =>
    {
        var text = given ?? "";
        var tokens = TextTokens.Split(text);
        return string.Concat(tokens.Select(place => text[place])) == string.Concat(text.Where(unit => !char.IsWhiteSpace(unit)))
            && tokens.Zip(tokens.Skip(1)).All(pair => pair.First.End.Value <= pair.Second.Start.Value);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Read_DamagedTagger_IsRefusedOrATagger()
    {
        var bytes = EntityModelFile.Write(EntityTraining.Fit(Examples[1..2], cancellationToken: TestContext.Current.CancellationToken));
        foreach (var damaged in Corruption.Of(bytes))
        {
            try
            {
                Assert.NotNull(EntityModelFile.Read(damaged).Find(["pump", "leaking"]));
                Assert.Equal(bytes.Length, damaged.Length);
            }
            catch (InvalidDataException error)
            {
                Assert.Contains("fit it again or restore", error.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Load_DamagedFile_NamesIt()
    {
        var folder = Directory.CreateTempSubdirectory("ia-entities-");
        try
        {
            Fitted().Save(folder.FullName);
            File.AppendAllText(Path.Combine(folder.FullName, EntityExpert.TaggerFile), "x");

            Assert.Contains(EntityExpert.TaggerFile, Assert.ThrowsAny<IndustrialAgentsException>(() => Load(folder.FullName)).Message, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("""[{"tokens":["a"],"entities":[]},{"tokens":["b"]}]""", "text 2")]
    [InlineData("""[{"tokens":["a"],"entities":[{"start":0,"end":2,"type":"A/B"}]}]""", "from token 0 to 2")]
    [InlineData("\u00FF", "text 1")]
    [InlineData("{}", "text 1")]
    public void ReadTexts_OfAnotherForm_NamesThePlace(string json, string message)
    {
        var path = Path.GetTempFileName();
        try
        {
            // Latin-1 is not UTF-8: the last but one case is a wrong encoding.
            File.WriteAllBytes(path, System.Text.Encoding.Latin1.GetBytes(json));

            Assert.Contains(message, Assert.Throws<InvalidDataException>(() => AnnotatedTexts.Read(path)).Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task Maintie_RealData_IsAboveTheBar()
    {
        var figures = await MaintieEvaluation.RunAsync(TestData.Root, new Progress<string>(), TestContext.Current.CancellationToken);

        Assert.Equal("maintie/five/selected/micro_f1", figures[0].Name);
        Assert.InRange(figures[0].Value, 0.80, 0.95);
    }

    private static FittedExpert Fitted() => EntityExpert.Describe(new ExpertId("entities", "1"), EntityTraining.Fit(Examples, cancellationToken: TestContext.Current.CancellationToken));

    private static IExpert Load(string folder) => new ExpertLoader(ExpertCatalog.Of([new LanguageModule()]), new PooledModels(new Onnx.ModelPool(), TimeProvider.System)).Load(folder);

    private static async Task<IReadOnlyList<Entity>> AskAsync(string text)
    {
        var folder = Directory.CreateTempSubdirectory("ia-entities-");
        try
        {
            Fitted().Save(folder.FullName);
            var reply = await Load(folder.FullName).AskAsync(new Request { Task = ExpertTask.Extract, Inputs = [new TextInput(text)] }, TestContext.Current.CancellationToken);
            return ((ExtractedEntities)reply.Output).Items;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
