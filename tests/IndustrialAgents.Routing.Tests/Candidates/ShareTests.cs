using FsCheck;
using FsCheck.Fluent;
using IndustrialAgents.Routing.Tests.Fakes;

namespace IndustrialAgents.Routing.Tests.Candidates;

public sealed class ShareTests
{
    private const int Requests = 20_000;

    // Six standard deviations of a share near one half over that many requests; ids are fixed, so a pass stays one.
    private const double Tolerance = 0.0213;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(new[] { 1.0, 0.1 }, new[] { 0.9, 0.1 })]
    [InlineData(new[] { 0.0, 0.5 }, new[] { 0.5, 0.5 })]
    [InlineData(new[] { 1.0, 0.5, 0.2 }, new[] { 0.4, 0.4, 0.2 })]
    [InlineData(new[] { 0.3, 0.5, 0.0 }, new[] { 0.5, 0.5, 0.0 })]
    [InlineData(new[] { 0.0, 0.0, 1.0 }, new[] { 0.0, 0.0, 1.0 })]
    [InlineData(new[] { 0.2 }, new[] { 1.0 })]
    public void Select_SharesOfVersions_SplitsTheRequests(double[] shares, double[] expected)
    {
        var entries = shares.Select((share, i) => Entry($"{i + 1}", share)).ToArray();
        var taken = new int[shares.Length];
        for (var i = 0; i < Requests; i++)
        {
            taken[int.Parse(Assert.Single(Select(Id(i), Given.Text(), entries)), null) - 1]++;
        }

        Assert.All(expected.Zip(taken), pair => Assert.Equal(pair.First, (double)pair.Second / Requests, Tolerance));
    }

    [Fact]
    public void Select_SameDecisionId_TakesTheSameVersion() =>
        Prop.ForAll(Arb.From(Gen.Choose(0, 100).ArrayOf(3)), Arb.From(Gen.Choose(0, 1000)), (shares, i) =>
        {
            var entries = shares.Select((share, version) => Entry($"{version + 1}", share / 100.0)).ToArray();
            return Select(Id(i), Given.Text(), entries).SequenceEqual(Select(Id(i), Given.Text(), entries));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Select_LargerShare_KeepsTheRequestsOfTheSmaller()
    {
        for (var i = 0; i < 1_000; i++)
        {
            var before = Select(Id(i), Given.Text(), Entry("1", 1), Entry("2", 0.2));
            var after = Select(Id(i), Given.Text(), Entry("1", 1), Entry("2", 0.4));

            Assert.False(before[0] == "2" && after[0] == "1");
        }
    }

    [Fact]
    public void Select_TwoNames_AreDrawnIndependently()
    {
        var entries = new[] { Entry("1", 1), Entry("2", 0.5), Entry("1", 1, "other"), Entry("2", 0.5, "other") };
        var both = Enumerable.Range(0, Requests).Count(i => Select(Id(i), Given.Text(), entries) is ["2", "2"]);

        Assert.Equal(0.25, (double)both / Requests, Tolerance);
    }

    [Fact]
    public void Of_StoredId_DrawsWhatItDrewWhenItWasStored() =>
        Assert.Equal(0.5951845524645333, VersionDraw.Of("0195c2f4-7a00-7000-8000-000000000001", "vibration"));

    [Fact]
    public void Select_VersionNamed_IsTakenWhateverItsShare()
    {
        var named = Given.Text() with { Constraints = new RequestConstraints { Experts = ["a@2"] } };
        var withName = Given.Text() with { Constraints = new RequestConstraints { Experts = ["a@1", "a"] } };
        for (var i = 0; i < 100; i++)
        {
            Assert.Equal(["2"], Select(Id(i), named, Entry("1", 1), Entry("2", 0), Entry("3", 1)));
            Assert.Contains("1", Select(Id(i), withName, Entry("1", 0), Entry("2", 0.5)));
        }
    }

    [Fact]
    public void Select_HigherVersionDoesNotFitOrFails_LowerOnesTakeItsShare()
    {
        var forecasts = new ExpertEntry(Expert(FakeExpert.ManifestOf("a", ExpertTask.Forecast, "3")), Share: 1);
        for (var i = 0; i < 100; i++)
        {
            Assert.Equal(["2"], Select(Id(i), Given.Text(), Entry("1", 1), Entry("2", 1), forecasts));
            Assert.Equal(["1"], Select(Id(i), Given.Text(), Entry("1", 1), Entry("2", 1) with { Health = ExpertHealth.Failing }));
        }
    }

    [Fact]
    public async Task AskAsync_VersionsShare_DecisionReplaysToTheSameCandidates()
    {
        var entries = new[] { Entry("1", 1), Entry("2", 0.5) };
        var store = new InMemoryDecisionStore();
        var router = Given.Router(new FakeDirectory(entries), store: store);
        var versions = new HashSet<string>();
        for (var i = 0; i < 64; i++)
        {
            var answer = await router.AskAsync(Given.Text(), Token);
            var decision = await store.FindAsync(answer.DecisionId, Token);
            var version = Assert.Single(decision!.Candidates).Expert.Version;

            Assert.Equal([version], Select(decision.Id, decision.Request, entries));
            versions.Add(version);
        }

        Assert.Equal(2, versions.Count);
    }

    private static string Id(int i) => $"0195c2f4-7a00-7000-8000-{i:x12}";

    private static ExpertEntry Entry(string version, double share, string name = "a") =>
        new(Expert(FakeExpert.ManifestOf(name, version: version)), Share: share);

    private static FakeExpert Expert(Manifest manifest) => new(manifest, (_, _) => new(new ExpertReply(Given.Classes(1, 0, 0))));

    private static string[] Select(string decisionId, Request request, params ExpertEntry[] entries)
    {
        var candidates = new List<Candidate>();
        new CandidateSelector().Select(decisionId, request, new RouteOptions(), new FakeDirectory(entries), candidates);
        return [.. candidates.Select(candidate => candidate.Entry.Id.Version)];
    }
}
