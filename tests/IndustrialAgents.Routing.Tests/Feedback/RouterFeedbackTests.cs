using FsCheck;
using FsCheck.Fluent;
using IndustrialAgents.Routing.Tests.Fakes;

namespace IndustrialAgents.Routing.Tests.Feedback;

public sealed class RouterFeedbackTests
{
    private static readonly SeriesChannel[] Flow = [new("flow")];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FeedbackAsync_TrueLabel_LowersTheWeightOfTheOneThatWasWrong()
    {
        var router = Given.Router(new FakeDirectory(
            FakeExpert.Saying("right", Given.Classes(0.9, 0.1, 0)), FakeExpert.Saying("wrong", Given.Classes(0.2, 0.8, 0))));
        var answer = await router.AskAsync(Given.Text(), Token);

        var receipt = await router.FeedbackAsync(new() { DecisionId = answer.DecisionId, Label = "wear" }, Token);
        var after = await router.AskAsync(Given.Text(), Token);

        Assert.Equal([("right", 0.1), ("wrong", 0.8)], receipt.Losses.Select(loss => (loss.Expert.Name, Math.Round(loss.Loss, 9))));
        Assert.True(receipt.Losses[0].ScoreAfter > receipt.Losses[0].ScoreBefore);
        Assert.True(receipt.Losses[1].ScoreAfter < receipt.Losses[1].ScoreBefore);
        Assert.Equal("right", after.Contributions[0].Expert.Name);
        Assert.True(after.Contributions[0].Weight > 0.5);
    }

    [Fact]
    public async Task FeedbackAsync_SameTwice_CountsOnce()
    {
        var store = new InMemoryDecisionStore();
        var router = Given.Router(new FakeDirectory(FakeExpert.Saying("a", Given.Classes(0.9, 0.1, 0))), store: store);
        var answer = await router.AskAsync(Given.Text(), Token);
        var feedback = new IndustrialAgents.Feedback { DecisionId = answer.DecisionId, Label = "leak" };

        var first = await router.FeedbackAsync(feedback, Token);
        var second = await router.FeedbackAsync(feedback, Token);

        Assert.Equal(first.Losses[0].ScoreAfter, second.Losses[0].ScoreBefore);
        Assert.Equal(second.Losses[0].ScoreBefore, second.Losses[0].ScoreAfter);
        Assert.Single((await store.FindAsync(answer.DecisionId, Token))!.Feedback);
    }

    [Fact]
    public async Task FeedbackAsync_StoreFails_LearnsNothing()
    {
        var store = new BrokenStore { Broken = false };
        var router = Given.Router(new FakeDirectory(FakeExpert.Saying("a", Given.Classes(0.9, 0.1, 0))), store: store);
        var answer = await router.AskAsync(Given.Text(), Token);
        store.Broken = true;
        var feedback = new IndustrialAgents.Feedback { DecisionId = answer.DecisionId, Label = "leak" };

        await Assert.ThrowsAsync<IOException>(async () => await router.FeedbackAsync(feedback, Token));
        store.Broken = false;
        var receipt = await router.FeedbackAsync(feedback, Token);

        Assert.Equal(Math.Exp(-6 * 0.5), receipt.Losses[0].ScoreBefore, 1e-12);
    }

    [Fact]
    public async Task FeedbackAsync_UnknownDecision_Throws() =>
        await Assert.ThrowsAsync<DecisionNotFoundException>(async () =>
            await Given.Router(new FakeDirectory(Array.Empty<IExpert>())).FeedbackAsync(new() { DecisionId = "none", Correct = true }, Token));

    [Theory]
    [MemberData(nameof(Losses))]
    public async Task FeedbackAsync_ByKind_GivesTheLoss(ExpertTask task, ExpertOutput output, IndustrialAgents.Feedback feedback, double loss)
    {
        var router = Given.Router(new FakeDirectory(FakeExpert.Saying("a", output, task)));
        var answer = await router.AskAsync(Given.Text(task), Token);

        var receipt = await router.FeedbackAsync(feedback with { DecisionId = answer.DecisionId }, Token);

        Assert.Equal(loss, Assert.Single(receipt.Losses).Loss, 1e-9);
    }

    [Theory]
    [MemberData(nameof(Misfits))]
    public async Task FeedbackAsync_DoesNotFit_NamesTheField(ExpertOutput output, IndustrialAgents.Feedback feedback, string field)
    {
        var router = Given.Router(new FakeDirectory(FakeExpert.Saying("a", output)));
        var answer = await router.AskAsync(Given.Text(), Token);

        var error = await Assert.ThrowsAsync<InvalidRequestException>(async () =>
            await router.FeedbackAsync(feedback with { DecisionId = answer.DecisionId }, Token));

        Assert.Equal(field, error.Field);
    }

    [Fact]
    public async Task FeedbackAsync_ForecastOnASeries_ScalesByTheNaiveForecast()
    {
        var forecast = new Forecast(Flow, TimeSpan.FromSeconds(1), new[] { 12f, 12f });
        var expert = new FakeExpert(
            FakeExpert.ManifestOf("a", ExpertTask.Forecast) with { Inputs = [new ManifestInput { Kind = Modality.TimeSeries }] },
            (_, _) => new(new ExpertReply(forecast)));
        var router = Given.Router(new FakeDirectory(expert));
        var series = new Series { Channels = Flow, Values = new[] { 8f, 10f }, SamplePeriod = TimeSpan.FromSeconds(1) };
        var answer = await router.AskAsync(new Request { Task = ExpertTask.Forecast, Inputs = [new SeriesInput(series)] }, Token);

        var receipt = await router.FeedbackAsync(new() { DecisionId = answer.DecisionId, Truth = new[] { 14.0 } }, Token);

        // Error 2; standing still at 10 errs by 4; the window changes by 2 a sample.
        Assert.Equal(2.0 / (2 + 4 + 2), receipt.Losses[0].Loss, 1e-9);
    }

    [Fact]
    public void RestoreAsync_AnyFeedback_GivesTheStateOfTheLiveRouter() =>
        Prop.ForAll(Arb.From(Gen.Choose(0, 1000).ArrayOf(12)), choices => ReplaysAsync(choices).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(30));

    [Fact]
    public async Task RestoreAsync_StoredFeedbackNoLongerFits_SkipsIt()
    {
        var store = new InMemoryDecisionStore();
        var directory = new FakeDirectory(FakeExpert.Saying("a", Given.Classes(0.9, 0.1, 0)));
        var answer = await Given.Router(directory, store: store).AskAsync(Given.Text(), Token);
        await store.AddFeedbackAsync(Label("no such label") with { DecisionId = answer.DecisionId }, default, Token);
        await store.AddFeedbackAsync(Label("wear") with { DecisionId = answer.DecisionId }, default, Token);

        Assert.Equal(1, await Given.Router(directory, store: store).RestoreAsync(Token));
    }

    public static TheoryData<ExpertTask, ExpertOutput, IndustrialAgents.Feedback, double> Losses()
    {
        var anomaly = new AnomalyScores(new[] { 1.0 }, 1, 0.7);
        var detections = new Detections([new Detection("scratch", 0.6, 0, 0, 1, 1)], 10, 10);
        var forecast = new Forecast(Flow, TimeSpan.FromSeconds(1), new[] { 1f, 2f });
        var estimate = new Estimate(Flow, new[] { 3.0 });
        return new()
        {
            { ExpertTask.Classify, Given.Classes(0.7, 0.3, 0), Label("leak"), 0.7 },
            { ExpertTask.Classify, Given.Classes(0.7, 0.3, 0), Correct(true), 0.3 },
            { ExpertTask.Classify, Given.Classes(0.7, 0.3, 0), Correct(false), 0.7 },
            { ExpertTask.Detect, anomaly, Label("normal"), 0.7 },
            { ExpertTask.Detect, anomaly, Label("anomaly"), 0.3 },
            { ExpertTask.Detect, anomaly, Correct(true), 0.3 },
            { ExpertTask.Detect, detections, Label("normal"), 0.6 },
            { ExpertTask.Detect, detections, Label("anomaly"), 0.4 },
            { ExpertTask.Detect, detections, Correct(true), 0 },
            { ExpertTask.Forecast, forecast, Truth(1, 2), 0 },
            { ExpertTask.Forecast, forecast, Truth(2), 1 },
            { ExpertTask.Forecast, forecast, Correct(true), 0 },
            { ExpertTask.Regress, estimate, Truth(1), 0.5 },
            { ExpertTask.Regress, estimate, Correct(false), 1 },
            { ExpertTask.Retrieve, new Passages([new Passage("a", "b", 1)]), Correct(true), 0 },
            { ExpertTask.Answer, new GeneratedText("a", FinishReason.Stop), Correct(false), 1 },
        };
    }

    public static TheoryData<ExpertOutput, IndustrialAgents.Feedback, string> Misfits()
    {
        var forecast = new Forecast([.. Flow, new SeriesChannel("pressure")], TimeSpan.FromSeconds(1), new float[4]);
        return new()
        {
            { Given.Classes(1, 0, 0), Label("bearing"), "label" },
            { Given.Classes(1, 0, 0), Truth(1), "truth" },
            { Given.Classes(1, 0, 0), Truth(double.NaN), "truth[0]" },
            { Given.Classes(1, 0, 0), new() { DecisionId = "" }, "feedback" },
            { Given.Classes(1, 0, 0), Label("wear") with { Correct = true }, "feedback" },
            { Given.Classes(1, 0, 0), Label(" "), "label" },
            { Given.Classes(1, 0, 0), Correct(true) with { Source = new string('x', 300) }, "source" },
            { new AnomalyScores(new[] { 1.0 }, 1, 0.7), Label("leak"), "label" },
            { forecast, Label("normal"), "label" },
            { forecast, Truth(1, 2, 3), "truth" },
            { forecast, Truth(1, 2, 3, 4, 5, 6), "truth" },
        };
    }

    private static IndustrialAgents.Feedback Label(string label) => new() { DecisionId = "", Label = label };

    private static IndustrialAgents.Feedback Correct(bool correct) => new() { DecisionId = "", Correct = correct };

    private static IndustrialAgents.Feedback Truth(params double[] truth) => new() { DecisionId = "", Truth = truth };

    private static async Task<bool> ReplaysAsync(int[] choices)
    {
        var store = new InMemoryDecisionStore();
        var directory = new FakeDirectory(
            FakeExpert.Saying("a", Given.Classes(0.61, 0.2, 0.19)), FakeExpert.Saying("b", Given.Classes(0.1, 0.7, 0.2), prior: 1.3));
        var (live, replayed) = (Given.Router(directory, store: store), Given.Router(directory, store: store));
        foreach (var choice in choices)
        {
            var request = Given.Text(asset: choice % 3 == 0 ? null : $"acme/line{choice % 3}", regime: choice % 2 == 0 ? "run" : null);
            var answer = await live.AskAsync(request, CancellationToken.None);
            await live.FeedbackAsync(Label(Given.Labels[choice % 3]) with { DecisionId = answer.DecisionId }, CancellationToken.None);
        }

        var count = await replayed.RestoreAsync(CancellationToken.None);
        var probes = new[] { Given.Text(), Given.Text(asset: "acme/line1", regime: "run"), Given.Text(asset: "acme/line2") };
        foreach (var probe in probes)
        {
            var (x, y) = (await live.AskAsync(probe, CancellationToken.None), await replayed.AskAsync(probe, CancellationToken.None));
            if (!x.Contributions.Select(part => (part.Expert, part.Weight)).SequenceEqual(y.Contributions.Select(part => (part.Expert, part.Weight))))
            {
                return false;
            }
        }

        return count == choices.Length;
    }
}
