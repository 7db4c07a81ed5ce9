using System.Runtime.InteropServices;

namespace IndustrialAgents.Assets.Tests.Rows;

public sealed class RowBatchTests
{
    [Theory]
    [InlineData(new long[] { 1, 2 }, 3, 2, "rows.values")]
    [InlineData(new long[] { 1, 2 }, 4, 0, "rows.values")]
    [InlineData(new long[] { 2, 2 }, 4, 2, "rows.times[1]")]
    [InlineData(new long[] { 1, 5, 4 }, 6, 2, "rows.times[2]")]
    [InlineData(new long[] { -1, 5 }, 4, 2, "rows.times[0]")]
    [InlineData(new long[] { 1, long.MaxValue }, 4, 2, "rows.times[1]")]
    public void Constructor_RowsThatDoNotFit_NamesTheField(long[] times, int values, int channels, string field) =>
        Assert.Equal(field, Assert.Throws<InvalidRequestException>(() => new RowBatch(times, new float[values], channels)).Field);

    [Theory]
    [InlineData(5, new long[] { 10, 20, 30 })]
    [InlineData(10, new long[] { 20, 30 })]
    [InlineData(15, new long[] { 20, 30 })]
    [InlineData(30, new long[0])]
    public void After_Time_KeepsNewerRows(long time, long[] expected)
    {
        var batch = new RowBatch(new long[] { 10, 20, 30 }, new float[] { 1, -1, 2, -2, 3, -3 }, 2);
        var after = batch.After(time);
        Assert.Equal(expected, after.Times.ToArray());
        Assert.Equal(expected.SelectMany(t => new[] { t / 10f, -t / 10f }), after.Values.ToArray());
    }

    [Fact]
    public void Last_FewerThanThereAre_KeepsTheNewest()
    {
        var last = new RowBatch(new long[] { 10, 20, 30 }, new float[] { 1, 2, 3 }, 1).Last(2);
        Assert.Equal([20L, 30L], last.Times.ToArray());
        Assert.Equal([2f, 3f], last.Values.ToArray());
    }

    [Fact]
    public void FromBytes_LittleEndianFloats_GivesTheValues()
    {
        var values = new[] { 1.5f, float.NaN, -2 };
        var batch = RowBatch.FromBytes(new long[] { 7 }, MemoryMarshal.AsBytes(values.AsSpan()), 3);
        Assert.Equal(values, batch[0].ToArray());
    }

    [Fact]
    public void FromBytes_PartOfAValue_NamesTheField() =>
        Assert.Equal("rows.values", Assert.Throws<InvalidRequestException>(() => RowBatch.FromBytes(new long[] { 7 }, new byte[5], 1)).Field);
}
