using FsCheck;
using FsCheck.Fluent;

namespace IndustrialAgents.Experts.TimeSeries.Tests.Detection;

public sealed class ScoreCalibrationTests
{
    [Fact]
    public void PValue_AnyScores_FallsAndIsNeverBelowTheShareOfHigherOnes() =>
        Prop.ForAll(Gen.Choose(0, 1_000_000).ToArbitrary(), Gen.Choose(1, 3_000).ToArbitrary(), (seed, count) =>
        {
            var random = new Random(seed);
            var scores = Enumerable.Range(0, count).Select(_ => seed % 2 == 0 ? random.NextDouble() : random.Next(20)).ToArray();
            var calibration = ScoreCalibration.Of(scores);
            Assert.InRange(calibration.Scores.Count, 1, 192);
            var before = 1.0;
            foreach (var score in scores.Concat([-1, 25, 1e6, double.PositiveInfinity]).Order())
            {
                var value = calibration.PValue(score);
                var exact = (scores.Count(one => one >= score) + 1.0) / (count + 1);
                Assert.True(value > 0 && value <= before, $"{value} after {before}");
                Assert.True(calibration.IsExtrapolated(score) ? score > scores.Max() && value < calibration.LeastConformal : value >= exact - 1e-12);
                Assert.True(calibration.IsExtrapolated(score) || value <= (exact * 1.08) + 1e-12, $"{value} for {exact}");
                before = value;
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(30));

    [Theory]
    [InlineData(0.05)]
    [InlineData(0.001)]
    [InlineData(0.00001)]
    public void Level_StatedRate_IsExceededAboutAsOften(double rate)
    {
        // 5,000 scores tell 0.05 and 0.001 themselves; 0.00001 is extrapolated, which is only roughly right, and in the middle of many.
        var random = new Random(7);
        var found = Enumerable.Range(0, 25).Select(_ =>
        {
            var calibration = ScoreCalibration.Of(Enumerable.Range(0, 5_000).Select(_ => -Math.Log(1 - random.NextDouble())).ToArray());
            var level = calibration.Level(rate);
            Assert.True(calibration.PValue(Math.BitIncrement(level)) <= rate * (1 + 1e-9));
            Assert.True(calibration.PValue(Math.BitDecrement(level)) > rate * (1 - 1e-9));
            Assert.Equal(rate < calibration.LeastConformal, calibration.IsExtrapolated(Math.BitIncrement(level)));
            return Math.Exp(-level);
        }).Order().ToArray();
        Assert.InRange(found[12], rate / 2, rate * 2);
    }

    [Fact]
    public void PValue_NormalScores_AlarmAtMostAsOftenAsStated()
    {
        var random = new Random(1);
        var calibration = ScoreCalibration.Of(Enumerable.Range(0, 999).Select(_ => random.NextDouble()).ToArray());
        Assert.Equal(0.001, calibration.LeastConformal);
        Assert.Equal(1, calibration.PValue(-1));
        Assert.InRange(Enumerable.Range(0, 10_000).Count(_ => calibration.PValue(random.NextDouble()) <= 0.05), 300, 700);
        Assert.Throws<ArgumentException>(() => calibration.PValue(double.NaN));
        Assert.Throws<ArgumentException>(() => ScoreCalibration.Of([]));
        Assert.Throws<ArgumentException>(() => ScoreCalibration.Of([double.PositiveInfinity]));
    }

    [Fact]
    public void Level_RarerThanFewScoresTell_Throws()
    {
        var few = ScoreCalibration.Of([1, 2, 3, 4, 5, 6, 7, 8, 9]);
        Assert.Null(few.Tail);
        Assert.Equal(9, few.Level(0.1));
        Assert.Equal(0.1, few.PValue(1e9));
        Assert.Throws<ArgumentOutOfRangeException>(() => few.Level(0.05));
        Assert.Throws<ArgumentOutOfRangeException>(() => few.Level(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => few.Level(1));
    }

    [Fact]
    public void ParetoTail_KnownTails_AreFoundAndInverted()
    {
        var random = new Random(2);
        foreach (var shape in new[] { 0.3, -0.3 })
        {
            var scores = Enumerable.Range(0, 100_000).Select(_ => (Math.Pow(random.NextDouble(), -shape) - 1) / shape).Order().ToArray();
            var tail = ParetoTail.Fit(scores)!;
            Assert.Equal(shape, tail.Shape, 0.06);
            Assert.Equal(0.05, tail.Share, 1e-3);
            Assert.Equal(0.01, tail.Exceedance(tail.Level(0.01)), 1e-9);
            Assert.Equal(Math.Max(0, tail.Shape), tail.WithoutEnd().Shape);
            Assert.True(tail.WithoutEnd().Exceedance(100) > 0);
        }

        Assert.Null(ParetoTail.Fit([]));
        Assert.Null(ParetoTail.Fit([1, 1, 1]));
    }

    [Fact]
    public void Fault_DamagedCalibration_IsFound()
    {
        var good = ScoreCalibration.Of(Enumerable.Range(0, 999).Select(i => (double)i).ToArray());
        foreach (var damaged in new[]
        {
            good with { Count = 0 },
            good with { Scores = [1] },
            good with { Scores = [2, 1], Above = [1, 0] },
            good with { Scores = [1, 2], Above = [0, 0] },
            good with { Scores = [double.NaN], Above = [0] },
            good with { Tail = new ParetoTail(1, 0.1, -1, 1) },
            good with { Tail = new ParetoTail(1, 0.1, 0, 0) },
        })
        {
            var error = Assert.Throws<InvalidRequestException>(() => new CalibratedDetector(new HalfLifeDetector(1), new AlarmRule { Calibration = damaged }));
            Assert.Equal("calibration", error.Field);
        }

        Assert.NotNull(new CalibratedDetector(new HalfLifeDetector(1), new AlarmRule { Calibration = good }).FalseAlarmRate);
    }
}
