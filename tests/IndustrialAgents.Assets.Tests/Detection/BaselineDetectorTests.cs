using FsCheck;
using FsCheck.Fluent;

namespace IndustrialAgents.Assets.Tests.Detection;

public sealed class BaselineDetectorTests
{
    [Fact]
    public void Push_AnyRows_ScoresAsTheWeightedSumsSay() =>
        Prop.ForAll(Gen.Zip(Gen.Choose(1, 40), Gen.Choose(0, 1_000_000)).ToArbitrary(), given =>
        {
            var (halfLife, seed) = given;
            var random = new Random(seed);
            var options = new BaselineOptions { HalfLifeRows = halfLife, WarmUpRows = 2 + random.Next(10) };
            var detector = new BaselineDetector(3, options);
            var rows = Enumerable.Range(0, 60).Select(_ => Row(random)).ToList();
            return rows.Select((row, i) => Close(Direct(rows.Take(i).ToList(), row, options), detector.Push(row))).All(same => same);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Push_NotWarmYet_IsNaN()
    {
        var detector = new BaselineDetector(1, new BaselineOptions { HalfLifeRows = 10, WarmUpRows = 5 });
        Assert.All(Enumerable.Range(0, 5), i => Assert.Equal(double.NaN, detector.Push([i])));
        Assert.True(double.IsFinite(detector.Push([5])));
    }

    [Fact]
    public void Push_WarmUpOfTwentyHalfLives_EndsAtThatRow()
    {
        var detector = new BaselineDetector(1, new BaselineOptions { HalfLifeRows = 16, WarmUpRows = 320 });
        Assert.Equal(320, Enumerable.Range(0, 1000).TakeWhile(i => double.IsNaN(detector.Push([i % 3]))).Count());
    }

    [Fact]
    public void Push_MissingValue_LeavesItsChannelAsItWas()
    {
        var detector = new BaselineDetector(2, new BaselineOptions { WarmUpRows = 2 });
        for (var i = 0; i < 100; i++)
        {
            detector.Push([i % 5, i % 7]);
        }

        var (first, second) = (detector.Expect(0), detector.Expect(1));
        Assert.True(double.IsFinite(detector.Push([float.NaN, 3])));
        Assert.Equal(double.NaN, detector.Push([float.PositiveInfinity, float.NaN]));
        Assert.Equal(first, detector.Expect(0));
        Assert.NotEqual(second, detector.Expect(1));
    }

    [Fact]
    public void Push_ConstantChannel_IsJudgedByTheFloor()
    {
        var detector = new BaselineDetector(1, new BaselineOptions { WarmUpRows = 2, MinRelativeDeviation = 0.01 });
        for (var i = 0; i < 100; i++)
        {
            detector.Push([20]);
        }

        Assert.Equal((20, 0.2), detector.Expect(0));
        Assert.Equal(0, detector.Push([20]));
        Assert.Equal(5, detector.Push([21]), 1e-9);
    }

    [Fact]
    public void Push_LargestFloats_StaysFinite()
    {
        var detector = new BaselineDetector(1, new BaselineOptions { WarmUpRows = 2 });
        for (var i = 0; i < 1000; i++)
        {
            var score = detector.Push([i % 2 == 0 ? float.MaxValue : float.MinValue]);
            Assert.True(i < 2 || double.IsFinite(score));
        }
    }

    [Fact]
    public void Push_Warm_AllocatesNothing()
    {
        var detector = new BaselineDetector(8);
        var row = new float[8];
        detector.Push(row);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            row[0] = i;
            detector.Push(row);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void Reset_AfterRows_ForgetsThem()
    {
        var detector = new BaselineDetector(1, new BaselineOptions { WarmUpRows = 2 });
        Assert.All(new float[] { 1, 2, 3 }, value => detector.Push([value]));
        detector.Reset();
        Assert.Equal((double.NaN, double.NaN), detector.Expect(0));
        Assert.Equal(double.NaN, detector.Push([4]));
    }

    [Fact]
    public void Push_WrongWidth_Throws() => Assert.Throws<ArgumentException>(() => new BaselineDetector(2).Push([1]));

    [Theory]
    [InlineData(0, 64, 6, 1e-6, "baseline.halfLifeRows")]
    [InlineData(2, 64, 6, 1e-6, "baseline.warmUpRows")]
    [InlineData(512, 1, 6, 1e-6, "baseline.warmUpRows")]
    [InlineData(512, 64, double.NaN, 1e-6, "baseline.threshold")]
    [InlineData(512, 64, 6, 0, "baseline.minDeviation")]
    public void Constructor_OptionOutOfRange_NamesIt(double halfLife, int warmUp, double threshold, double deviation, string field)
    {
        var options = new BaselineOptions { HalfLifeRows = halfLife, WarmUpRows = warmUp, Threshold = threshold, MinDeviation = deviation };
        Assert.Equal(field, Assert.Throws<InvalidRequestException>(() => new BaselineDetector(1, options)).Field);
    }

    private static float[] Row(Random random) =>
        [.. Enumerable.Range(0, 3).Select(c => random.Next(10) == 0 ? float.NaN : (float)((random.NextDouble() * Math.Pow(10, c)) - (c * 50)))];

    private static double Direct(List<float[]> past, float[] row, BaselineOptions options)
    {
        var score = double.NaN;
        for (var c = 0; c < row.Length; c++)
        {
            var values = past.Select(r => r[c]).Where(float.IsFinite).ToArray();
            if (values.Length < options.WarmUpRows || !float.IsFinite(row[c]))
            {
                continue;
            }

            var weights = values.Select((_, i) => Math.Pow(2, -(values.Length - 1 - i) / options.HalfLifeRows)).ToArray();
            var mean = values.Zip(weights, (v, w) => v * w).Sum() / weights.Sum();
            var variance = values.Zip(weights, (v, w) => w * (v - mean) * (v - mean)).Sum() / weights.Sum();
            var z = Math.Abs(row[c] - mean) / Math.Max(Math.Sqrt(variance), Math.Max(options.MinDeviation, options.MinRelativeDeviation * Math.Abs(mean)));
            score = z <= score ? score : z;
        }

        return score;
    }

    private static bool Close(double expected, double actual) =>
        double.IsNaN(expected) ? double.IsNaN(actual) : Math.Abs(expected - actual) <= 1e-7 * Math.Max(1, expected);
}
