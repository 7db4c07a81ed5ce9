namespace IndustrialAgents.Assets.Tests.Agents;

/// <summary>Counts bytes of the whole process, so nothing else runs meanwhile.</summary>
[CollectionDefinition(nameof(AssetAgentMemoryTests), DisableParallelization = true)]
[Collection(nameof(AssetAgentMemoryTests))]
public sealed class AssetAgentMemoryTests
{
    private const int Channels = 8;
    private const int WindowLength = 256;
    private const int Agents = 2_000;

    // 100,000 agents are to fit into 1.5 GB with their host: a full window takes 8 KiB, all else must be small.
    [Theory]
    [InlineData(0, 700)]
    [InlineData(1, 1_000)]
    [InlineData(WindowLength, (WindowLength * Channels * sizeof(float)) + 1_000)]
    public void Push_ManyAgents_TakeFewBytesEach(int rows, int limit)
    {
        var lists = new ChannelLists();
        var options = new AssetAgentOptions { WindowLength = WindowLength };
        var baseline = new BaselineOptions();
        var agents = new AssetAgent[Agents];
        var row = new float[Channels];
        Make(0);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 1; i < agents.Length; i++)
        {
            Make(i);
        }

        var each = (GC.GetTotalMemory(forceFullCollection: true) - before) / (Agents - 1);
        GC.KeepAlive(agents);
        TestContext.Current.TestOutputHelper?.WriteLine($"{each} bytes an agent with {rows} rows of {Channels} channels");
        Assert.InRange(each, 1, limit);

        void Make(int i)
        {
            var channels = lists.Share([.. Enumerable.Range(0, Channels).Select(c => new SeriesChannel($"channel-{c}", "bar"))]);
            agents[i] = new AssetAgent(
                AssetPath.Parse($"acme/mill/line-1/pump-{i}"), channels, TimeSpan.FromSeconds(1), new BaselineDetector(Channels, baseline), options);
            for (var r = 0; r < rows; r++)
            {
                agents[i].Push(DateTimeOffset.UnixEpoch.AddSeconds(r), row);
            }
        }
    }
}
