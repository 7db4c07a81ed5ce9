using IndustrialAgents.Assets.Simulation;

namespace IndustrialAgents.Assets.Tests.Simulation;

public sealed class SimulationTests
{
    [Fact]
    public void Next_SameSeed_GivesTheSameRowsBitForBit() => Assert.Equal(Rows(seed: 5, SimulatedFailure.BearingWear), Rows(seed: 5, SimulatedFailure.BearingWear));

    [Fact]
    public void Next_OtherSeed_GivesOtherRows() => Assert.NotEqual(Rows(seed: 5, SimulatedFailure.Normal), Rows(seed: 6, SimulatedFailure.Normal));

    [Theory]
    [InlineData(SimulatedFailure.BearingWear, 4, 1.5, 4)]
    [InlineData(SimulatedFailure.SealLeak, 1, 0.5, 0.9)]
    [InlineData(SimulatedFailure.Blockage, 2, 1.1, 1.5)]
    [InlineData(SimulatedFailure.ElectricalFault, 3, 1.005, 1.2)]
    public void Next_Fault_ShowsInItsChannel(SimulatedFailure failure, int channel, double low, double high)
    {
        var ratio = Mean(Rows(seed: 9, failure), channel) / Mean(Rows(seed: 9, SimulatedFailure.Normal), channel);
        Assert.InRange(ratio, low, high);
    }

    [Fact]
    public void Set_SeverityOutOfRange_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new SimulatedPump(AssetPath.Parse("a"), 1).Set(SimulatedFailure.SealLeak, 1.1));

    [Fact]
    public void SimulatedLine_PlannedFaults_AppearWhenPlannedAndOnlyThen()
    {
        var line = new SimulatedLine(assets: 3, normalSeconds: 50, seconds: 400, faultsPerAsset: 2, seed: 3);
        Assert.Equal(6, line.Faults.Count);
        var row = new float[SimulatedPump.Channels.Count];
        for (var asset = 0; asset < line.Assets.Count; asset++)
        {
            for (var second = 0; second < 450; second++)
            {
                var planned = line.Faults.SingleOrDefault(fault => fault.Asset == asset && second >= fault.Start && second < fault.Start + fault.Length);
                Assert.Equal(planned?.Failure ?? SimulatedFailure.Normal, line.Next(asset, second, row));
                Assert.All(row, value => Assert.True(float.IsFinite(value)));
                Assert.True(planned is null || second >= line.NormalSeconds);
            }
        }
    }

    [Fact]
    public void SurfaceImage_EveryCondition_IsABmpOfItsSizeAndRepeatable()
    {
        foreach (var failure in Enum.GetValues<SimulatedFailure>())
        {
            var file = SurfaceImage.Create(failure, new Random(4));
            Assert.Equal("BM"u8.ToArray(), file[..2]);
            Assert.Equal(SurfaceImage.Size, BitConverter.ToInt32(file, 18));
            Assert.Equal(file.Length, BitConverter.ToInt32(file, 2));
            Assert.Equal(file, SurfaceImage.Create(failure, new Random(4)));
        }
    }

    [Fact]
    public void WorkOrderText_EveryCondition_IsShortTextThatDiffersByCondition()
    {
        var random = new Random(8);
        var texts = Enum.GetValues<SimulatedFailure>().ToDictionary(failure => failure, failure => Enumerable.Range(0, 200).Select(_ => WorkOrderText.Create(failure, random)).ToList());
        Assert.All(texts.Values.SelectMany(text => text), text => Assert.InRange(text.Length, 3, 80));
        Assert.True(texts[SimulatedFailure.SealLeak].Count(text => text.Contains("leak")) > 40);
        Assert.True(texts[SimulatedFailure.Blockage].Count(text => text.Contains("leak")) < 20);
    }

    [Fact]
    public void Label_EveryCondition_HasItsOwn() =>
        Assert.Equal(Enum.GetValues<SimulatedFailure>().Length, Enum.GetValues<SimulatedFailure>().Select(failure => failure.Label()).Distinct().Count());

    private static float[][] Rows(int seed, SimulatedFailure failure)
    {
        var pump = new SimulatedPump(AssetPath.Parse("plant/pump"), seed);
        pump.Set(failure, failure == SimulatedFailure.Normal ? 0 : 1);
        var rows = new float[300][];
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = new float[SimulatedPump.Channels.Count];
            pump.Next(rows[i]);
        }

        return rows;
    }

    private static double Mean(float[][] rows, int channel) => rows.Average(row => row[channel]);
}
