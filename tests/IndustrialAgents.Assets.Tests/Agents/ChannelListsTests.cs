namespace IndustrialAgents.Assets.Tests.Agents;

public sealed class ChannelListsTests
{
    [Fact]
    public void Share_EqualLists_AreOneObject()
    {
        var lists = new ChannelLists();
        var first = lists.Share([new("a", "bar"), new("b")]);
        Assert.Same(first, lists.Share([new("a", "bar"), new("b")]));
        Assert.NotSame(first, lists.Share([new("a", "Pa"), new("b")]));
    }

    [Fact]
    public void Share_VeryManyLists_AreGivenBackAsTheyAre()
    {
        var lists = new ChannelLists();
        for (var i = 0; i < 5_000; i++)
        {
            SeriesChannel[] list = [new($"c{i}")];
            Assert.Same(list, lists.Share(list));
        }
    }
}
