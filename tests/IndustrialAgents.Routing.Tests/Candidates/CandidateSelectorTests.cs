using IndustrialAgents.Routing.Tests.Fakes;

namespace IndustrialAgents.Routing.Tests.Candidates;

public sealed class CandidateSelectorTests
{
    private static readonly Manifest Ordinary = FakeExpert.ManifestOf("ordinary");

    [Fact]
    public void Select_TaskInputsAndHealthFit_TakesTheExpert() =>
        Assert.Equal(["ordinary"], Select(Given.Text(), Entry(Ordinary)));

    [Fact]
    public void Select_OtherTask_NamesTheTask() => Refuses("task", Given.Text(ExpertTask.Forecast), Entry(Ordinary));

    [Fact]
    public void Select_MissingInput_NamesTheInput() =>
        Refuses("inputs", Given.Text(), Entry(Ordinary with { Inputs = [new ManifestInput { Kind = Modality.Vision }] }));

    [Fact]
    public void Select_InputOfAnotherName_NamesTheInput() =>
        Refuses("inputs", Given.Text(), Entry(Ordinary with { Inputs = [new ManifestInput { Kind = Modality.Language, Name = "manual" }] }));

    [Fact]
    public void Select_OptionalInputMissing_TakesTheExpert() =>
        Assert.Equal(
            ["ordinary"],
            Select(Given.Text(), Entry(Ordinary with { Inputs = [.. Ordinary.Inputs, new ManifestInput { Kind = Modality.Vision, Optional = true }] })));

    [Fact]
    public void Select_AllInputsOptionalAndNonePresent_NamesTheInputs() =>
        Refuses("inputs", Given.Text(), Entry(Ordinary with { Inputs = [new ManifestInput { Kind = Modality.Vision, Optional = true }] }));

    [Theory]
    [InlineData(Modality.Language, true)]
    [InlineData(Modality.Multimodal, true)]
    [InlineData(Modality.Vision, false)]
    public void Select_NoInputsInTheManifest_GoesByTheModality(Modality modality, bool taken)
    {
        var entry = Entry(Ordinary with { Inputs = [], Modality = modality });
        if (taken)
        {
            Assert.Single(Select(Given.Text(), entry));
        }
        else
        {
            Refuses("inputs", Given.Text(), entry);
        }
    }

    [Theory]
    [InlineData("acme/site1/line2/pump3", true)]
    [InlineData("acme/site1", true)]
    [InlineData("acme/site10", false)]
    [InlineData(null, false)]
    public void Select_ExpertForOneAsset_TakesItWithinOnly(string? asset, bool taken)
    {
        var entry = Entry(Ordinary with { Assets = [AssetPath.Parse("acme/site1")] });
        if (taken)
        {
            Assert.Single(Select(Given.Text(asset: asset), entry));
        }
        else
        {
            Refuses("asset", Given.Text(asset: asset), entry);
        }
    }

    [Fact]
    public void Select_TierNotAllowed_NamesTheTiers() =>
        Refuses(
            "constraints.tiers",
            Given.Text() with { Constraints = new RequestConstraints { Tiers = [Tier.Edge] } },
            Entry(Ordinary with { Hardware = new HardwareNeeds { Tiers = [Tier.Cloud] } }));

    [Fact]
    public void Select_CostsMoreThanMayBeSpent_NamesTheCost() =>
        Refuses("constraints.maxCost", Given.Text() with { Constraints = new RequestConstraints { MaxCost = 0.5 } }, Entry(Ordinary));

    [Fact]
    public void Select_ConstraintsNameAnUnknownExpert_Throws()
    {
        var request = Given.Text() with { Constraints = new RequestConstraints { Experts = ["nobody"] } };

        Assert.Equal("nobody", Assert.Throws<ExpertNotFoundException>(() => Select(request, Entry(Ordinary))).Expert);
    }

    [Fact]
    public void Select_ConstraintsNameOne_LeavesOutTheOthers()
    {
        var request = Given.Text() with { Constraints = new RequestConstraints { Experts = ["other@1"] } };

        Assert.Equal(["other"], Select(request, Entry(Ordinary), Entry(Ordinary with { Name = "other" })));
    }

    [Fact]
    public void Select_RouteAllowsOthersOnly_NamesTheExperts()
    {
        var error = Assert.Throws<InvalidRequestException>(
            () => Select(Given.Text(), new RouteOptions { Experts = ["elsewhere"] }, Entry(Ordinary)));

        Assert.Equal("constraints.experts", error.Field);
    }

    [Fact]
    public void Select_SeveralVersions_TakesTheLatestThatFits()
    {
        var entries = new[]
        {
            Entry(Ordinary),
            Entry(Ordinary with { Version = "2" }),
            Entry(Ordinary with { Version = "3" }, ExpertHealth.Disabled),
        };
        var candidates = new List<Candidate>();
        new CandidateSelector().Select("a-decision", Given.Text(), new RouteOptions(), new FakeDirectory(entries), candidates);

        Assert.Equal("2", Assert.Single(candidates).Entry.Id.Version);
    }

    [Fact]
    public void Select_SomeFailing_TakesThemOnlyWhereNoOtherIs()
    {
        var failing = Entry(Ordinary with { Name = "failing" }, ExpertHealth.Failing);

        Assert.Equal(["ordinary"], Select(Given.Text(), Entry(Ordinary), failing));
        Assert.Equal(["failing"], Select(Given.Text(), failing));
    }

    [Fact]
    public void Select_AllDisabled_SaysSo()
    {
        var error = Assert.Throws<InvalidRequestException>(() => Select(Given.Text(), Entry(Ordinary, ExpertHealth.Disabled)));

        Assert.Contains("switched off", error.Message, StringComparison.Ordinal);
    }

    private static ExpertEntry Entry(Manifest manifest, ExpertHealth health = ExpertHealth.Ready) =>
        new(new FakeExpert(manifest, (_, _) => throw new InvalidOperationException()), health);

    private static string[] Select(Request request, params ExpertEntry[] entries) => Select(request, new RouteOptions(), entries);

    private static string[] Select(Request request, RouteOptions route, params ExpertEntry[] entries)
    {
        var candidates = new List<Candidate>();
        new CandidateSelector().Select("a-decision", request, route, new FakeDirectory(entries), candidates);
        return [.. candidates.Select(candidate => candidate.Entry.Id.Name)];
    }

    private static void Refuses(string field, Request request, params ExpertEntry[] entries) =>
        Assert.Equal(field, Assert.Throws<InvalidRequestException>(() => Select(request, entries)).Field);
}
