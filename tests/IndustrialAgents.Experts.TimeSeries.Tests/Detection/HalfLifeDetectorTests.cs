namespace IndustrialAgents.Experts.TimeSeries.Tests.Detection;

public sealed class HalfLifeDetectorTests
{
    private static readonly HalfLifeOptions Quick = new() { Fast = 4, Slow = 100, WarmUp = 20, Limit = 1.5 };

    [Fact]
    public void Push_Shift_IsUnusualAndBlamesTheChannelThenForgotten()
    {
        var detector = new HalfLifeDetector(2, Quick);
        var random = new Random(1);
        var (before, blame) = (0.0, new double[2]);
        for (var t = 0; t < 2000; t++)
        {
            var score = detector.Push([(float)random.NextDouble(), (float)random.NextDouble() + (t < 400 ? 0 : 2)]);
            before = t is >= 20 and < 400 ? Math.Max(before, score) : before;
            if (t == 410)
            {
                Assert.True(score > detector.Threshold);
                detector.Blame(blame);
                Assert.True(blame[1] > 1 && blame[0] < 1);
            }
            else if (t == 1999)
            {
                Assert.InRange(score, 0, 1);
            }
        }

        Assert.InRange(before, 0, 1);
    }

    [Fact]
    public void Push_ConstantMissingOrInfinite_IsNeverNaNOnceJudged()
    {
        var detector = new HalfLifeDetector(3, Quick);
        Assert.Equal(double.NaN, detector.Push([1, float.NaN, 5]));
        for (var t = 0; t < 50; t++)
        {
            var score = detector.Push([1, float.NaN, t < 30 ? 5 : float.PositiveInfinity]);
            Assert.True(t < 18 || score == 0, $"{score}");
        }

        Assert.True(detector.Push([2, float.NaN, 5]) > 1);
        detector.Reset();
        Assert.Equal(double.NaN, detector.Push([1, 1, 1]));
        Assert.Throws<ArgumentException>(() => detector.Push([1]));
    }

    [Fact]
    public void Constructor_OptionsWrong_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new HalfLifeDetector(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new HalfLifeDetector(1, new HalfLifeOptions { Fast = 9, Slow = 9 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new HalfLifeDetector(1, new HalfLifeOptions { WarmUp = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new HalfLifeDetector(1, new HalfLifeOptions { Limit = double.NaN }));
    }

    [Fact]
    public void AlarmEvents_Excursion_IsToldOnceALevel()
    {
        var events = new AlarmEvents(3);
        Assert.Equal([1, 0, 4, 0, 0, 0, 0, 0], new[] { 1, 1.1, 4, 2, double.NaN, 0, 1, -1 }.Select(events.Push));
        Assert.Equal(0, events.Push(1));
        events.Reset();
        Assert.Equal(1, events.Push(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AlarmEvents(0));
    }
}
