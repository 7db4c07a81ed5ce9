using IndustrialAgents.Assets.Simulation;

namespace IndustrialAgents.Assets.Tests.Simulation;

public sealed class SimulatedPlantTests
{
    public static TheoryData<MachineKind> Kinds => [.. Enum.GetValues<MachineKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Create_SameSeedKindAndNumber_GivesTheSameCaseBitForBit(MachineKind kind)
    {
        var (a, b) = (new SimulatedPlant(3).Create(kind, 17), new SimulatedPlant(3).Create(kind, 17));
        Assert.Equal(a.Series!.Values.ToArray(), b.Series!.Values.ToArray());
        Assert.Equal(a.Picture, b.Picture);
        Assert.Equal((a.Asset, a.Mode, a.Severity, a.Text), (b.Asset, b.Mode, b.Severity, b.Text));
        Assert.NotEqual(a.Series.Values.ToArray(), new SimulatedPlant(4).Create(kind, 17).Series!.Values.ToArray());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Create_ManyCases_AreFiniteAndOfEveryMode(MachineKind kind)
    {
        var plant = new SimulatedPlant(5);
        var cases = Enumerable.Range(0, 200).Select(i => plant.Create(kind, i)).ToList();
        Assert.Equal(MachineModes.Of(kind).Order(), cases.Select(paired => paired.Mode).Distinct().Order());
        Assert.All(cases, paired =>
        {
            Assert.Equal(SimulatedPlant.Channels(kind), paired.Series!.Channels);
            Assert.All(paired.Series.Values.ToArray(), value => Assert.True(float.IsFinite(value)));
            Assert.Equal("BM"u8.ToArray(), paired.Picture![..2]);
            Assert.InRange(paired.Text!.Length, 2, 120);
            Assert.True((paired.Mode == MachineModes.Normal) == (paired.Severity == 0));
            Assert.Equal(3, paired.Inputs().Count);
            Assert.Empty(paired.Misleading);
        });
    }

    [Fact]
    public void Create_SharesMissingAndMisleading_AreKeptAndChangeNothingElse()
    {
        var plain = new SimulatedPlant(6);
        var hard = new SimulatedPlant(6, new SimulatedPlantOptions { Missing = ModalityShares.All(0.3), Misleading = new ModalityShares(0, 0.5, 0) });
        var (missing, misled) = (0, 0);
        for (var i = 0; i < 300; i++)
        {
            var (a, b) = (plain.Create(MachineKind.Pump, i), hard.Create(MachineKind.Pump, i));
            Assert.Equal((a.Asset, a.Mode, a.Severity), (b.Asset, b.Mode, b.Severity));
            Assert.NotEmpty(b.Inputs());
            Assert.True(b.Series is null || a.Series!.Values.Span.SequenceEqual(b.Series.Values.Span));
            Assert.True(b.Text is null || a.Text == b.Text);
            Assert.True(b.Picture is null || b.Misleading.Contains(Modality.Vision) || a.Picture!.SequenceEqual(b.Picture));
            missing += b.Series is null ? 1 : 0;
            misled += b.Misleading.Contains(Modality.Vision) ? 1 : 0;
        }

        Assert.InRange(missing, 60, 120);
        Assert.InRange(misled, 75, 135);
    }

    [Theory]
    [InlineData(MachineKind.Pump, "blockage", 0, 0.6, 0.95)]
    [InlineData(MachineKind.Pump, "bearing wear", 2, 1.5, 2.2)]
    [InlineData(MachineKind.Conveyor, "overload", 2, 1.2, 1.8)]
    [InlineData(MachineKind.Press, "clutch slip", 2, 1.01, 1.12)]
    public void Create_SevereFault_MovesTheMeanOfItsChannel(MachineKind kind, string mode, int channel, double low, double high)
    {
        var plant = new SimulatedPlant(8, new SimulatedPlantOptions { LeastSeverity = 1 });
        var cases = Enumerable.Range(0, 400).Select(i => plant.Create(kind, i)).ToList();
        Assert.InRange(Mean(mode) / Mean(MachineModes.Normal), low, high);

        double Mean(string wanted) => cases.Where(paired => paired.Mode == wanted)
            .Average(paired => Enumerable.Range(0, paired.Series!.Length).Average(t => paired.Series[t][channel]));
    }

    [Fact]
    public void BearingGeometry_DeepGroove6205_HasThePublishedFrequencies()
    {
        // Case Western Reserve University's bearing data centre gives these multiples for its drive-end bearing, a 6205.
        var geometry = BearingGeometry.DeepGroove6205;
        Assert.Equal(3.5848, geometry.OuterRace, 0.001);
        Assert.Equal(5.4152, geometry.InnerRace, 0.001);
        Assert.Equal(4.7135, 2 * geometry.Spin, 0.001);
        Assert.Equal(0.39828, geometry.Cage, 0.001);
    }

    [Fact]
    public void Constructor_OptionOutOfRange_Throws()
    {
        Assert.Throws<ArgumentException>(() => new SimulatedPlant(1, new SimulatedPlantOptions { VagueShare = 0.6, MistakenShare = 0.6 }));
        Assert.Throws<ArgumentException>(() => new SimulatedPlant(1, new SimulatedPlantOptions { Missing = ModalityShares.All(1.5) }));
        Assert.Throws<ArgumentException>(() => new SimulatedPlant(1, new SimulatedPlantOptions { MachinesPerKind = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SimulatedPlant(1).Create(MachineKind.Pump, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => MachineModes.Of((MachineKind)9));
    }
}
