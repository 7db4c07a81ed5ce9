using FsCheck;
using FsCheck.Fluent;

namespace IndustrialAgents.Assets.Tests.Agents;

public sealed class SampleWindowTests
{
    private static readonly SeriesChannel[] Channels = [new("a", "bar"), new("b")];
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void ToSeries_AnyNumberOfRows_HoldsTheLastOnesInOrder() =>
        Prop.ForAll<PositiveInt, NonNegativeInt>((capacity, rows) =>
        {
            var window = new SampleWindow(Channels, TimeSpan.FromSeconds(2), capacity.Get);
            for (var i = 0; i < rows.Get; i++)
            {
                window.Push(Start.AddSeconds(2 * i), [i, -i]);
            }

            var series = window.ToSeries();
            var first = Math.Max(0, rows.Get - capacity.Get);
            var expected = Enumerable.Range(first, rows.Get - first).SelectMany(i => new float[] { i, -i });
            return series.Values.ToArray().SequenceEqual(expected)
                && series.Length == window.Count
                && (rows.Get == 0 || series.Start == Start.AddSeconds(2 * first));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void ToSeries_ValueMissing_IsMarkedBad()
    {
        var window = new SampleWindow(Channels, TimeSpan.FromSeconds(1), 4);
        window.Push(Start, [1, float.NaN]);
        window.Push(Start, [2, 3]);
        Assert.Equal([SampleQuality.Good, SampleQuality.Bad, SampleQuality.Good, SampleQuality.Good], window.ToSeries().Quality.ToArray());
    }

    [Fact]
    public void ToSeries_AfterClear_IsEmpty()
    {
        var window = new SampleWindow(Channels, TimeSpan.FromSeconds(1), 4);
        window.Push(Start, [1, 2]);
        window.Clear();
        Assert.Equal(0, window.ToSeries().Length);
    }

    [Fact]
    public void Push_WrongWidth_Throws() =>
        Assert.Throws<ArgumentException>(() => new SampleWindow(Channels, TimeSpan.FromSeconds(1), 4).Push(Start, [1]));
}
