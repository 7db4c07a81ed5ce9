namespace IndustrialAgents.Learning.Tests;

public sealed class SplitMix64Tests
{
    // The numbers that the authors' own C code gives.
    [Fact]
    public void NextUInt64_Seed1234567_IsThePublishedSequence()
    {
        var random = new SplitMix64(1234567);
        Assert.Equal([6457827717110365317UL, 3203168211198807973UL, 9817491932198370423UL, 4593380528125082431UL, 16408922859458223821UL], Enumerable.Range(0, 5).Select(_ => random.NextUInt64()));
    }

    [Fact]
    public void NextDouble_ManyNumbers_LieEvenlyBelowOne()
    {
        var random = new SplitMix64(0);
        var drawn = Enumerable.Range(0, 10_000).Select(_ => random.NextDouble()).ToArray();
        Assert.All(drawn, value => Assert.InRange(value, 0, 1 - 1e-16));
        Assert.Equal(0.5, drawn.Average(), 0.02);
    }
}
