using FsCheck;
using FsCheck.Fluent;
using IndustrialAgents.Routing.Tests.Fakes;

namespace IndustrialAgents.Routing.Tests.Merging;

public sealed class OutputMergerTests
{
    private readonly OutputMerger _merger = new();

    [Fact]
    public void Merge_SingleExpert_IsItsOutput()
    {
        var output = Given.Classes(0.7, 0.2, 0.1);

        var merged = _merger.Merge(Given.Text(), [new Vote(output, 0.01)]);

        Assert.Same(output, merged.Output);
        Assert.Equal(0.7, merged.Confidence);
        Assert.Equal([1.0], merged.Weights);
    }

    [Fact]
    public void Merge_AnyVotes_WeightsSumToOne() =>
        Prop.ForAll(Samples.Weighted(Gen.Elements<ExpertOutput>(
            Given.Classes(0.5, 0.3, 0.2), new GeneratedText("x", FinishReason.Stop), new Embedding("e", new[] { 1f }), new Passages([]))), items =>
            Math.Abs(_merger.Merge(Given.Text(), items.Select(item => new Vote(item.Item, item.Weight)).ToArray()).Weights.Sum() - 1) < 1e-9)
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Merge_VanishingWeights_CountsAllAlike()
    {
        var merged = _merger.Merge(Given.Text(), [new Vote(Given.Classes(1, 0, 0), 0), new Vote(Given.Classes(0, 1, 0), 0)]);

        Assert.Equal([0.5, 0.5], merged.Weights);
    }

    [Fact]
    public void Merge_DifferentKinds_TakesTheHeaviestKindTogether()
    {
        var text = new GeneratedText("replace the seal", FinishReason.Stop);

        var merged = _merger.Merge(
            Given.Text(), [new Vote(text, 0.5), new Vote(Given.Classes(0.6, 0.3, 0.1), 0.4), new Vote(Given.Classes(0.6, 0.3, 0.1), 0.4)]);

        Assert.IsType<ClassProbabilities>(merged.Output);
        Assert.Equal([0, 0.5, 0.5], merged.Weights);
    }

    [Fact]
    public void Merge_ForecastsOfDifferentHorizon_TakesTheHeaviestShape()
    {
        var channels = new[] { new SeriesChannel("flow") };
        var small = new Forecast(channels, TimeSpan.FromSeconds(1), new float[2]);
        var large = new Forecast(channels, TimeSpan.FromSeconds(1), new float[3]);

        var merged = _merger.Merge(Given.Text(ExpertTask.Forecast), [new Vote(small, 0.4), new Vote(large, 0.6)]);

        Assert.Equal(3, Assert.IsType<Forecast>(merged.Output).Horizon);
        Assert.Equal([0, 1.0], merged.Weights);
    }

    [Theory]
    [MemberData(nameof(Unmergeable))]
    public void Merge_WhatCannotBeAveraged_TakesTheHeaviest(ExpertOutput light, ExpertOutput heavy)
    {
        var merged = _merger.Merge(Given.Text(ExpertTask.Answer), [new Vote(light, 0.3, 0.9), new Vote(heavy, 0.7, 0.6)]);

        Assert.Same(heavy, merged.Output);
        Assert.Equal([0, 1.0], merged.Weights);
        Assert.Equal(0.6, merged.Confidence);
    }

    [Fact]
    public void Merge_DetectionsWithNothingFound_IsAsConfidentAsTheExperts()
    {
        var nothing = new Detections([], 10, 10);

        var merged = _merger.Merge(Given.Text(ExpertTask.Detect), [new Vote(nothing with { Confidence = 0.9 }, 1), new Vote(nothing, 1, 0.5)]);

        Assert.Equal(0.7, merged.Confidence, 1e-12);
    }

    public static TheoryData<ExpertOutput, ExpertOutput> Unmergeable() => new()
    {
        { new GeneratedText("a", FinishReason.Stop), new GeneratedText("b", FinishReason.Stop) },
        { new Embedding("x", new[] { 1f }), new Embedding("x", new[] { 2f }) },
        {
            new TensorsOutput(new Dictionary<string, Tensor> { ["y"] = Tensor.Create([1f], 1) }),
            new TensorsOutput(new Dictionary<string, Tensor> { ["y"] = Tensor.Create([2f], 1) })
        },
    };
}
