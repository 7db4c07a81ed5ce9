using IndustrialAgents.Onnx.Graphs;

namespace IndustrialAgents.Experts.TimeSeries.Tests.Detection;

public sealed class IsolationForestTests
{
    [Fact]
    public void Score_RowsFarAway_IsUnusual()
    {
        var series = TestData.Swinging(500, 3);
        var forest = IsolationForest.Fit(series);
        Assert.Equal((100, 3), (forest.Trees, forest.Channels.Count));
        Assert.InRange(Enumerable.Range(0, 500).Count(t => forest.Score(series[t]) > 1), 0, 5);
        Assert.True(forest.Score([50, 150, 150]) > 1);
        Assert.True(double.IsFinite(forest.Score([float.MaxValue, float.MinValue, 0])));
        Assert.Throws<ArgumentException>(() => forest.Score([1]));
    }

    [Fact]
    public void Fit_SameSeed_GivesTheSameForest()
    {
        var series = TestData.Swinging(300, 2);
        var options = new IsolationForestOptions { Trees = 10, Samples = 64, Seed = 5 };
        Assert.Equal(IsolationForest.Fit(series, options).ToGraph().ToBytes(), IsolationForest.Fit(series, options).ToGraph().ToBytes());
    }

    [Fact]
    public void Fit_NothingToLearn_Throws()
    {
        Assert.Throws<InvalidRequestException>(() => IsolationForest.Fit(TestData.Swinging(9, 2)));
        Assert.Throws<InvalidRequestException>(() => IsolationForest.Fit(TestData.Of(new float[40], 2)));
        Assert.Throws<InvalidRequestException>(() => IsolationForest.Fit(TestData.Swinging(99, 2), new IsolationForestOptions { Trees = 0 }));
        Assert.Throws<InvalidRequestException>(() => IsolationForest.Fit(TestData.Swinging(99, 2), new IsolationForestOptions { Samples = 1 }));
    }

    [Fact]
    public void FromGraph_RateDamaged_Throws()
    {
        var graph = IsolationForest.Fit(TestData.Swinging(99, 2)).ToGraph();
        graph.ReplaceInitializer("rate", Tensor.Create<double>([-1], 1));
        Assert.Throws<CorruptGraphException>(() => IsolationForest.FromGraph(graph));
    }
}
