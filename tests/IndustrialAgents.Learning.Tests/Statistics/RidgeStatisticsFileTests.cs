namespace IndustrialAgents.Learning.Tests.Statistics;

public sealed class RidgeStatisticsFileTests
{
    [Fact]
    public void Load_SavedBytes_RoundTripsExactly()
    {
        var statistics = Rows.Random(1, 33, 6, 2).Statistics();
        var bytes = RidgeStatisticsFile.Save(statistics);
        var loaded = RidgeStatisticsFile.Load(bytes);
        RidgeStatisticsTests.AssertClose(statistics, loaded);
        Assert.Equal(bytes, RidgeStatisticsFile.Save(loaded));
    }

    [Fact]
    public void Load_EveryTruncation_Throws()
    {
        var bytes = RidgeStatisticsFile.Save(Rows.Random(1, 9, 3, 2).Statistics());
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Throws<InvalidStatisticsException>(() => RidgeStatisticsFile.Load(bytes.AsSpan(0, length)));
        }
    }

    [Fact]
    public void Load_EveryBitFlipped_Throws()
    {
        var bytes = RidgeStatisticsFile.Save(Rows.Random(1, 9, 3, 2).Statistics());
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Throws<InvalidStatisticsException>(() => RidgeStatisticsFile.Load(bytes));
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }
}
