using System.Text;
using Microsoft.Extensions.Time.Testing;

namespace IndustrialAgents.Experts.Multimodal.Tests;

public sealed class DiagnoseExpertTests
{
    private static readonly SeriesInput Window = new(new Series { Channels = [new SeriesChannel("p")], Values = new float[] { 1 }, SamplePeriod = TimeSpan.FromSeconds(1) });
    private static readonly TextInput Order = new("hose leaks");
    private static readonly ImageInput Picture = new(new byte[] { 1 });

    private static readonly FakeExpert Text = FakeExpert.Saying("text", Modality.Language, FakeExpert.Classes(("normal", 0.2), ("leak", 0.7), ("crack", 0.1)));
    private static readonly FakeExpert Image = FakeExpert.Saying("image", Modality.Vision, FakeExpert.Classes(("normal", 0.1), ("leak", 0.4), ("crack", 0.5)));
    private static readonly FakeExpert Detector = FakeExpert.Saying("detector", Modality.TimeSeries, new AnomalyScores(new double[] { 3 }, 1, 0.9));

    [Fact]
    public async Task Ask_AllModalities_PoolsThemAndTellsTheParts()
    {
        var reply = await Expert([Text, Image, Detector], """{"failureModes":["normal","leak","crack"]}""").AskAsync(Ask(Window, Order, Picture), Token);

        var classes = Assert.IsType<ClassProbabilities>(reply.Output);
        var expected = FailureModePool.Combine([1, 1, 1], [Evidence(Text), Evidence(Image), Evidence(Detector)], [1, 1, 1]);
        Assert.Equal(expected, classes.Probabilities.ToArray(), (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal("leak", classes.Top().Label);
        Assert.Equal(classes.Top().Probability, classes.Confidence);
        Assert.Equal(3, reply.Cost);
        Assert.Equal(["detector", "image", "text"], reply.Parts.Select(part => part.Expert.Name).Order());
        Assert.Equal(1, reply.Parts.Sum(part => part.Weight), 1e-12);
        Assert.All(reply.Parts, part => Assert.Equal((ContributionStatus.Answered, new string('a', 64)), (part.Status, part.ModelHash)));
        Assert.All(reply.Parts, part => Assert.NotNull(part.Output));
    }

    [Fact]
    public async Task Ask_MissingModality_IsAsLeavingItsExpertOut()
    {
        const string Options = """{"failureModes":["normal","leak","crack"]}""";

        var missing = await Expert([Text, Image, Detector], Options).AskAsync(Ask(Window, Order), Token);
        var leftOut = await Expert([Text, Detector], Options).AskAsync(Ask(Window, Order, Picture), Token);

        Assert.Equal(Probabilities(leftOut), Probabilities(missing));
        Assert.Equal(2, missing.Parts.Count);
    }

    [Fact]
    public async Task Ask_DirectoryInAnyOrder_AnswersTheSame()
    {
        var one = await Expert([Text, Image, Detector], "{}").AskAsync(Ask(Window, Order, Picture), Token);
        var other = await Expert([Detector, Image, Text], "{}").AskAsync(Ask(Picture, Order, Window), Token);

        Assert.Equal(Probabilities(one), Probabilities(other));
    }

    [Fact]
    public async Task Ask_MembersWithWeights_CountAsTold()
    {
        const string Modes = """
            "failureModes":["normal","leak","crack"],"prior":{"normal":3}
            """;
        var all = await Expert([Text, Image], $$"""{{{Modes}},"members":[{"expert":"text","weight":0.5},{"expert":"image","weight":0}]}""").AskAsync(Ask(Order, Picture), Token);
        var alone = await Expert([Text, Image], $$"""{{{Modes}},"members":[{"expert":"text@1","weight":0.5}]}""").AskAsync(Ask(Order, Picture), Token);

        Assert.Equal(Probabilities(alone), Probabilities(all));
        Assert.Equal(FailureModePool.Combine([3, 1, 1], [Evidence(Text)], [0.5]), Probabilities(all));
        Assert.Equal([1, 0], all.Parts.Select(part => part.Weight));
    }

    [Fact]
    public async Task Ask_MemberThatContradictsTwo_CountsForLess()
    {
        var liar = FakeExpert.Saying("liar", Modality.Vision, FakeExpert.Classes(("normal", 0.01), ("leak", 0.01), ("crack", 0.98)));
        var detector = FakeExpert.Saying("sound", Modality.TimeSeries, FakeExpert.Classes(("normal", 0.1), ("leak", 0.8), ("crack", 0.1)));
        const string Plain = """{"failureModes":["normal","leak","crack"],"members":[{"expert":"text"},{"expert":"liar"},{"expert":"sound"}]}""";
        const string Wary = """{"failureModes":["normal","leak","crack"],"members":[{"expert":"text","misled":0.25},{"expert":"liar","misled":0.25},{"expert":"sound","misled":0.25}]}""";

        var plain = await Expert([Text, liar, detector], Plain).AskAsync(Ask(Window, Order, Picture), Token);
        var wary = await Expert([Text, liar, detector], Wary).AskAsync(Ask(Window, Order, Picture), Token);

        Assert.Equal("crack", Assert.IsType<ClassProbabilities>(plain.Output).Top().Label);
        Assert.Equal("leak", Assert.IsType<ClassProbabilities>(wary.Output).Top().Label);
        Assert.Equal("liar", wary.Parts[^1].Expert.Name);
        Assert.True(wary.Parts[^1].Weight < 0.25, $"{wary.Parts[^1].Weight}");
        Assert.Equal(1, wary.Parts.Sum(part => part.Weight), 1e-12);
    }

    [Fact]
    public async Task Ask_MemberWithCalibration_IsReadByIt()
    {
        const string Swapped = """
            {"failureModes":["normal","leak","crack"],"members":[{"expert":"text","calibration":{"matrix":[[1,0,0],[0,0,1],[0,1,0]],"offset":[0.5,0,0]}}]}
            """;

        var said = Probabilities(await Expert([Text], Swapped.Trim()).AskAsync(Ask(Order), Token));

        double[] evidence = Evidence(Text);
        Assert.Equal(FailureModePool.Combine([1, 1, 1], [[evidence[0] + 0.5, evidence[2], evidence[1]]], [1]), said, (left, right) => Math.Abs(left - right) < 1e-12);
    }

    [Fact]
    public async Task Ask_FailingMember_LeavesTheOthersAnswer()
    {
        var broken = FakeExpert.Doing("broken", Modality.Vision, (_, _) => throw new InvalidOperationException("no weights"));

        var reply = await Expert([Text, broken], "{}").AskAsync(Ask(Order, Picture), Token);

        var part = Assert.Single(reply.Parts, part => part.Expert.Name == "broken");
        Assert.Equal(ContributionStatus.Failed, part.Status);
        Assert.Contains("no weights", part.Error, StringComparison.Ordinal);
        Assert.Equal(0, part.Weight);
        Assert.Equal("leak", Assert.IsType<ClassProbabilities>(reply.Output).Top().Label);
    }

    [Fact]
    public async Task Ask_MemberOfNoUse_IsUnused()
    {
        var boxes = FakeExpert.Saying("boxes", Modality.Vision, new Detections([], 1, 1));

        var reply = await Expert([Text, boxes], "{}").AskAsync(Ask(Order, Picture), Token);

        Assert.Equal(ContributionStatus.Unused, Assert.Single(reply.Parts, part => part.Expert.Name == "boxes").Status);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ask_SlowMember_IsGivenUpBeforeTheDeadline(bool heedsCancellation)
    {
        var time = new ReadTime();
        var never = new TaskCompletionSource<ExpertReply>();
        var slow = FakeExpert.Doing("slow", Modality.Vision, async (_, token) =>
            await (heedsCancellation ? never.Task.WaitAsync(token) : never.Task));
        var request = Ask(Order, Picture) with { Constraints = new RequestConstraints { Deadline = time.GetUtcNow() + TimeSpan.FromSeconds(10) } };

        var asked = Expert([Text, slow], "{}", time).AskAsync(request, Token).AsTask();
        await time.UntilOneOfTwoAnsweredAsync();
        Assert.False(asked.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(9.5));
        var reply = await asked;

        var part = Assert.Single(reply.Parts, part => part.Expert.Name == "slow");
        Assert.Equal(ContributionStatus.TimedOut, part.Status);
        Assert.Equal(TimeSpan.FromSeconds(9.5), part.Latency);
        Assert.Equal("leak", Assert.IsType<ClassProbabilities>(reply.Output).Top().Label);
    }

    [Fact]
    public async Task Ask_MemberNeverReturns_IsNotAskedWithoutBound()
    {
        var time = new ReadTime();
        var calls = 0;
        var stuck = FakeExpert.Doing("stuck", Modality.Vision, (_, _) =>
        {
            Interlocked.Increment(ref calls);
            return new ValueTask<ExpertReply>(new TaskCompletionSource<ExpertReply>().Task);
        });
        var expert = Expert([Text, stuck], """{"maxAbandoned":2,"timeoutSeconds":1}""", time);
        for (var i = 0; i < 4; i++)
        {
            time.Reads = 0;
            var asked = expert.AskAsync(Ask(Order, Picture), Token).AsTask();
            if (i < 2)
            {
                await time.UntilOneOfTwoAnsweredAsync();
                time.Advance(TimeSpan.FromSeconds(2));
            }

            var part = Assert.Single((await asked).Parts, part => part.Expert.Name == "stuck");
            Assert.Equal(i < 2 ? ContributionStatus.TimedOut : ContributionStatus.Failed, part.Status);
        }

        Assert.Equal(2, calls);
    }

    [Fact]
    public async Task Ask_DeadlinePast_Throws()
    {
        var time = new FakeTimeProvider();
        var request = Ask(Order) with { Constraints = new RequestConstraints { Deadline = time.GetUtcNow() - TimeSpan.FromSeconds(1) } };

        await Assert.ThrowsAsync<DeadlineExceededException>(() => Expert([Text], "{}", time).AskAsync(request, Token).AsTask());
    }

    [Fact]
    public async Task Ask_Cancelled_Throws()
    {
        using var cancellation = new CancellationTokenSource();
        var slow = FakeExpert.Doing("slow", Modality.Language, async (_, token) =>
        {
            await cancellation.CancelAsync();
            await Task.Delay(Timeout.Infinite, token);
            return null!;
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Expert([slow], "{}").AskAsync(Ask(Order), cancellation.Token).AsTask());
    }

    [Fact]
    public async Task Ask_EveryMemberFails_NamesTheReasons()
    {
        var broken = FakeExpert.Doing("broken", Modality.Language, (_, _) => throw new InvalidOperationException("no weights"));

        var e = await Assert.ThrowsAsync<ExpertFailedException>(() => Expert([broken], "{}").AskAsync(Ask(Order), Token).AsTask());

        Assert.Contains("broken@1", e.Message, StringComparison.Ordinal);
        Assert.Contains("no weights", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ask_NobodyForTheInputs_IsRefused()
    {
        var e = await Assert.ThrowsAsync<InvalidRequestException>(() => Expert([Image], """{"members":[{"expert":"image"},{"expert":"gone"}]}""").AskAsync(Ask(Order), Token).AsTask());

        Assert.Contains("gone", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ask_DisabledOrUnmappedOrOtherDiagnosis_IsNotAsked()
    {
        var asked = new List<string>();
        FakeExpert Noting(string name, Manifest? with = null)
        {
            var expert = FakeExpert.Doing(name, Modality.Language, (_, _) =>
            {
                asked.Add(name);
                return ValueTask.FromResult(new ExpertReply(FakeExpert.Classes(("leak", 1.0))));
            });
            return with is null ? expert : new FakeExpert(with, expert.AskAsync);
        }

        var plain = Noting("plain").Manifest;
        var directory = new FakeDirectory(
            new ExpertEntry(Text),
            new ExpertEntry(Noting("disabled"), ExpertHealth.Disabled),
            new ExpertEntry(Noting("unmapped", plain with { Name = "unmapped", FailureModes = new Dictionary<string, string>() })),
            new ExpertEntry(Noting("elsewhere", plain with { Name = "elsewhere", Assets = [AssetPath.Parse("plant-b")] })),
            new ExpertEntry(Noting("dear", plain with { Name = "dear", Cost = new ExpertCost { PerRequest = 5 } })),
            new ExpertEntry(Noting("diagnosis", plain with { Name = "diagnosis", Code = new ManifestStep { Use = "diagnose" } })));
        var request = Ask(Order) with { Asset = AssetPath.Parse("plant-a/hall"), Constraints = new RequestConstraints { MaxCost = 2 } };

        var reply = await Create(directory, "{}", TimeProvider.System).AskAsync(request, Token);

        Assert.Equal("text", Assert.Single(reply.Parts).Expert.Name);
        Assert.Empty(asked);
    }

    [Theory]
    [InlineData("""{"failureModes":["a"]}""", "code.failureModes")]
    [InlineData("""{"failureModes":["a","a"]}""", "code.failureModes")]
    [InlineData("""{"failureModes":["a","b"],"prior":{"c":1}}""", "code.prior.c")]
    [InlineData("""{"prior":{"c":0}}""", "code.prior.c")]
    [InlineData("""{"members":[{"expert":"x","weight":-1}]}""", "code.members[0]")]
    [InlineData("""{"members":[{"expert":"x"},{"expert":"x"}]}""", "code.members")]
    [InlineData("""{"members":[{"expert":"x","misled":1}]}""", "code.members")]
    [InlineData("""{"members":[{"expert":"x","misled":-0.1}]}""", "code.members")]
    [InlineData("""{"members":[{"expert":"x","misled":0.5},{"expert":"y","misled":0.5}]}""", "code.members")]
    [InlineData("""{"members":[{"expert":"x","calibration":{"matrix":[[1,0],[0,1]],"offset":[0,0]}}]}""", "code.members[0].calibration")]
    [InlineData("""{"failureModes":["a","b"],"members":[{"expert":"x","calibration":{"matrix":[[1,0]],"offset":[0,0]}}]}""", "code.members[0].calibration")]
    [InlineData("""{"failureModes":["a","b"],"members":[{"expert":"x","calibration":{"matrix":[[1,0],[0,1,2]],"offset":[0,0]}}]}""", "code.members[0].calibration")]
    [InlineData("""{"failureModes":["a","b"],"members":[{"expert":"x","calibration":{"matrix":[[1,0],null],"offset":[0,0]}}]}""", "code.members[0].calibration")]
    [InlineData("""{"failureModes":["a","b"],"members":[{"expert":"x","calibration":{"matrix":[[1,0],[0,1]]}}]}""", "code.members[0].calibration")]
    [InlineData("""{"failureModes":["a","b"],"members":[{"expert":"x","calibration":{"matrix":[[1e9,0],[0,1]],"offset":[0,0]}}]}""", "code.members[0].calibration")]
    [InlineData("""{"timeoutSeconds":0}""", "code.timeoutSeconds")]
    [InlineData("""{"maxAbandoned":0}""", "code.maxAbandoned")]
    [InlineData("""{"misledMemory":1}""", "code.misledMemory")]
    public void Create_WrongOption_NamesIt(string options, string field) =>
        Assert.Equal(field, Assert.Throws<InvalidManifestException>(() => Expert([Text], options)).Field);

    [Fact]
    public void Create_UnknownOption_IsFound() => Assert.Throws<InvalidManifestException>(() => Expert([Text], """{"mebmers":[]}"""));

    [Fact]
    public async Task Describe_WrittenAndRead_MakesTheSameExpert()
    {
        var manifest = DiagnoseExpert.Describe(
            "line-diagnosis", "3", new DiagnoseOptions { FailureModes = ["normal", "leak", "crack"], Members = [new DiagnoseMember("text", 0.5, Calibration: new MemberCalibration([[1, 0, 0], [0, 1, 0], [0, 0, 1]], [0, 0, 0]))] });
        var read = ManifestReader.Read(Encoding.UTF8.GetBytes(ManifestReader.Write(manifest)), "expert.json");
        var context = new StepContext(read, ".", [], new StepOptions("expert.json", "code", read.Code!));

        var expert = DiagnoseExpert.Create(context, new FakeDirectory(Text), TimeProvider.System);

        Assert.Equal(new ExpertId("line-diagnosis", "3"), expert.Manifest.Id);
        Assert.Equal(FailureModePool.Combine([1, 1, 1], [Evidence(Text)], [0.5]), Probabilities(await expert.AskAsync(Ask(Order), Token)));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static Request Ask(params RequestInput[] inputs) => new() { Task = ExpertTask.Diagnose, Inputs = inputs };

    private static double[] Evidence(FakeExpert expert)
    {
        var reply = expert.AskAsync(Ask(Order), default).AsTask().GetAwaiter().GetResult();
        return ModeEvidence.Of(reply.Output, expert.Manifest.FailureModes, ["normal", "leak", "crack"], "normal")!;
    }

    private static double[] Probabilities(ExpertReply reply) => Assert.IsType<ClassProbabilities>(reply.Output).Probabilities.ToArray();

    private static IExpert Expert(IExpert[] members, string options, TimeProvider? time = null) => Create(new FakeDirectory(members), options, time ?? TimeProvider.System);

    private static IExpert Create(FakeDirectory directory, string options, TimeProvider time)
    {
        var catalog = new ExpertCatalog();
        new MultimodalModule(time).Register(catalog);
        var step = options == "{}" ? """{"use":"diagnose"}""" : $$"""{"use":"diagnose",{{options[1..]}}""";
        var json = $$"""{"name":"diagnosis","version":"1","modality":"multimodal","tasks":["diagnose"],"code":{{step}}}""";
        var manifest = ManifestReader.Read(Encoding.UTF8.GetBytes(json), "expert.json");
        return catalog.CreateExpert(manifest.Code!, new StepContext(manifest, ".", [], new StepOptions("expert.json", "code", manifest.Code!)), directory);
    }
}
