namespace IndustrialAgents.Learning.Tests.Statistics;

public sealed class WindowMomentsFileTests
{
    [Fact]
    public void Load_SavedBytes_RoundTripsExactly()
    {
        var bytes = WindowMomentsFile.Save(Moments());
        var loaded = WindowMomentsFile.Load(bytes);
        Assert.Equal((5, 2, 6L), (loaded.Length, loaded.Extras, loaded.Count));
        Assert.Equal(bytes, WindowMomentsFile.Save(loaded));
        Assert.Equal(Moments().Regress(new double[3]).Cross, loaded.Regress(new double[3]).Cross);
    }

    [Fact]
    public void Load_EveryTruncation_Throws()
    {
        var bytes = WindowMomentsFile.Save(Moments());
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Throws<InvalidStatisticsException>(() => WindowMomentsFile.Load(bytes.AsSpan(0, length)));
        }
    }

    [Fact]
    public void Load_EveryBitFlipped_Throws()
    {
        var bytes = WindowMomentsFile.Save(Moments());
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Throws<InvalidStatisticsException>(() => WindowMomentsFile.Load(bytes));
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    private static WindowMoments Moments()
    {
        var moments = new WindowMoments(5, 2);
        moments.Add([1, 2, 4, 3, -1, 0.5, 7, 2, 1, 0], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
        return moments;
    }
}
