namespace IndustrialAgents.Experts.TimeSeries.Tests.Detection;

public sealed class AlarmTests
{
    [Fact]
    public void AlarmHysteresis_ScoreFlutters_AlarmDoesNot()
    {
        var alarm = new AlarmHysteresis(raise: 1, clear: 0.5, rowsToRaise: 2, rowsToClear: 2);
        bool[] expected = [false, false, false, true, true, true, true, true, false];
        Assert.Equal(expected, new[] { 2, 0.9, 2, 2, 0.4, 0.9, 0.4, double.NaN, 0.4 }.Select(alarm.Push));
        alarm.Push(2);
        alarm.Push(2);
        Assert.True(alarm.IsRaised);
        alarm.Reset();
        Assert.False(alarm.IsRaised);
        Assert.Throws<ArgumentOutOfRangeException>(() => new AlarmHysteresis(1, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AlarmHysteresis(2, 1, 0));
    }

    [Fact]
    public void ChangePointDetector_Shift_SaysWhenItBegan()
    {
        var random = new Random(1);
        var detector = new ChangePointDetector();
        var changes = new List<long>();
        for (var t = 0; t < 1000; t++)
        {
            var noise = Enumerable.Range(0, 12).Sum(_ => random.NextDouble()) - 6;
            if (detector.Push(t == 300 ? double.NaN : noise + (t < 500 ? 0 : -3)) is { } begin)
            {
                changes.Add(begin);
            }
        }

        Assert.InRange(Assert.Single(changes), 495, 505);
        Assert.Throws<ArgumentOutOfRangeException>(() => new ChangePointDetector(learn: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ChangePointDetector(limit: 0));
    }

    [Fact]
    public void ChangePointDetector_ConstantThatMoves_IsAChange()
    {
        var detector = new ChangePointDetector(learn: 10);
        Assert.All(Enumerable.Range(0, 20), _ => Assert.Null(detector.Push(7)));
        Assert.Equal(20, detector.Push(8));
        detector.Reset();
        Assert.All(Enumerable.Range(0, 10), _ => Assert.Null(detector.Push(9)));
        Assert.Equal(10, detector.Push(8));
    }
}
