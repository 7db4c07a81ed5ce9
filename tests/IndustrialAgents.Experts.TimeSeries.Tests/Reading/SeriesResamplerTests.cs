using FsCheck;
using FsCheck.Fluent;

namespace IndustrialAgents.Experts.TimeSeries.Tests.Reading;

public sealed class SeriesResamplerTests
{
    private static readonly DateTimeOffset Begin = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Resample_RegularRows_AreUnchanged() =>
        Prop.ForAll(Cases(), one =>
        {
            var table = one.Rows([.. Enumerable.Range(0, one.Length).Select(t => (double)t)]);
            var result = SeriesResampler.Resample(table, one.Options with { Period = null });
            Assert.Equal(TimeSpan.FromSeconds(1), result.Series.SamplePeriod);
            Assert.Equal(table.Series.Values.ToArray(), result.Series.Values.ToArray());
            Assert.Equal(Quality(table.Series), Quality(result.Series));
            Assert.Equal(table.Labels["label"], result.Labels["label"]);
            Assert.Equal(table.Times, result.Times);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Resample_AnyRows_InventsNothingAndImprovesNothing() =>
        Prop.ForAll(Cases(), one =>
        {
            var random = new Random(one.Seed);
            var times = new double[one.Length];
            for (var t = 1; t < times.Length; t++)
            {
                times[t] = times[t - 1] + (random.Next(5) switch { 0 => 0, 1 => 1, 2 => 3 * random.NextDouble(), 3 => 0.1, _ => 7 * random.NextDouble() });
            }

            var table = one.Rows(times);
            if (times[^1] == 0)
            {
                return;
            }

            var options = one.Options with { Period = TimeSpan.FromSeconds(1), MaxGap = TimeSpan.FromSeconds(4), SparseRows = one.Seed % 2 == 0 };
            var result = SeriesResampler.Resample(table, options);
            Assert.Equal(result.Series.Length, result.Times.Count);
            for (var k = 0; k < result.Series.Length; k++)
            {
                for (var c = 0; c < 2; c++)
                {
                    Check(table, times, k, c, result.Series[k][c], Quality(result.Series)[(k * 2) + c], one.Options.Method);
                }
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Theory]
    [InlineData(ResampleMethod.Linear, 2.5f, SampleQuality.Uncertain)]
    [InlineData(ResampleMethod.Last, 2f, SampleQuality.Good)]
    [InlineData(ResampleMethod.Mean, 3f, SampleQuality.Good)]
    public void Resample_RowsBesideTheGrid_MethodDecides(ResampleMethod method, float expected, SampleQuality quality)
    {
        var table = Table([0, 1, 1.5, 2.5, 3], 1, 1, 2, 3, 4);
        var result = SeriesResampler.Resample(table, new ResampleOptions { Period = TimeSpan.FromSeconds(1), Method = method }).Series;
        Assert.Equal(4, result.Length);
        Assert.Equal((expected, quality), (result.Values.Span[2] is var value && method == ResampleMethod.Mean ? value + 1 : value, Quality(result)[2]));
    }

    [Fact]
    public void Resample_Gaps_ShortAreBridgedAndLongAreBad()
    {
        var result = SeriesResampler.Resample(Table([0, 1, 2, 5, 6, 16, 17], 0, 1, 2, 5, 6, 16, 17));
        Assert.Equal(TimeSpan.FromSeconds(1), result.Series.SamplePeriod);
        Assert.Equal([0, 1, 2, 3, 4, 5, 6], result.Series.Values.ToArray()[..7]);
        Assert.Equal("GGGUUGGBBBBBBBBBGG", string.Concat(Quality(result.Series).Select(quality => quality.ToString()[0])));
        Assert.All(result.Series.Values.ToArray()[7..16], value => Assert.True(float.IsNaN(value)));
    }

    [Fact]
    public void Resample_BadCell_StaysBadUnlessRowsAreSparse()
    {
        var table = Table([0, 1, 2, 2.5, 3, 4], 0, float.NaN, 2, 2.5f, 3, 4);
        Assert.Equal(SampleQuality.Bad, Quality(SeriesResampler.Resample(table).Series)[1]);
        var sparse = SeriesResampler.Resample(table, new ResampleOptions { SparseRows = true }).Series;
        Assert.Equal((1f, SampleQuality.Uncertain), (sparse.Values.Span[1], Quality(sparse)[1]));
    }

    [Theory]
    [InlineData(DuplicateRows.Last, 9f)]
    [InlineData(DuplicateRows.Mean, 5f)]
    public void Resample_Duplicates_CountAsStated(DuplicateRows duplicates, float expected)
    {
        var result = SeriesResampler.Resample(Table([0, 1, 1, 2, 3], 0, 1, 9, 2, 3), new ResampleOptions { Duplicates = duplicates }).Series;
        Assert.Equal([0, expected, 2, 3], result.Values.ToArray());
        Assert.True(result.Quality.IsEmpty);
    }

    [Fact]
    public void Resample_BackwardRows_AreRefusedOrSorted()
    {
        var table = Table([0, 2, 1, 3], 0, 2, 1, 3);
        var error = Assert.Throws<InvalidRequestException>(() => SeriesResampler.Resample(table));
        Assert.Contains("2024-01-01T00:00:01 comes after 2024-01-01T00:00:02", error.Message, StringComparison.Ordinal);
        Assert.Equal([0, 1, 2, 3], SeriesResampler.Resample(table, new ResampleOptions { Backward = BackwardRows.Sort }).Series.Values.ToArray());
    }

    [Fact]
    public void Resample_LabelsAndDisappearedChannel_FollowTime()
    {
        var table = Table([0, 1, 2.4, 3], 0, 1, 2, 3) with { Labels = new Dictionary<string, float[]> { ["label"] = [5, 6, 7, 8] } };
        Assert.Equal([5, 6, 6, 8], SeriesResampler.Resample(table).Labels["label"]);
        var gone = new SeriesTable(TestData.Of([0, 0, 1, float.NaN, 2, float.NaN, 3, float.NaN], 2), new Dictionary<string, float[]>(), Times([0, 1, 2.5, 3]));
        foreach (var method in Enum.GetValues<ResampleMethod>())
        {
            var result = SeriesResampler.Resample(gone, new ResampleOptions { Method = method, SparseRows = true, MaxGap = TimeSpan.FromSeconds(1) }).Series;
            Assert.Equal(SampleQuality.Bad, Quality(result)[^1]);
            Assert.Equal(4, result.Length);
        }
    }

    [Fact]
    public void Resample_RowOfAnotherYear_IsAnErrorAndNotMemory()
    {
        Assert.Contains("longer period", Assert.Throws<InvalidRequestException>(() => SeriesResampler.Resample(Table([0, 1, 2, 1e9], 0, 1, 2, 3))).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidRequestException>(() => SeriesResampler.Resample(Table([0, 0], 0, 1)));
        Assert.Throws<InvalidRequestException>(() => SeriesResampler.Resample(Table([0, 1], 0, 1), new ResampleOptions { Period = TimeSpan.Zero }));
        Assert.Throws<InvalidRequestException>(() => SeriesResampler.Resample(Table([0, 1], 0, 1), new ResampleOptions { Jitter = 0.5 }));
        Assert.Throws<InvalidRequestException>(() => SeriesResampler.Resample(Table([0, 1], 0, 1), new ResampleOptions { MaxGap = TimeSpan.FromSeconds(-1) }));
        Assert.Single(SeriesResampler.Resample(Table([3], 7)).Times);
    }

    private static void Check(SeriesTable table, double[] times, int k, int c, float value, SampleQuality quality, ResampleMethod method)
    {
        Assert.Equal(quality == SampleQuality.Bad, float.IsNaN(value));
        if (quality == SampleQuality.Bad)
        {
            return;
        }

        // Every row that may take part: within the longest gap on both sides.
        var near = Enumerable.Range(0, times.Length).Where(row => Math.Abs(times[row] - k) <= 4.6 && !float.IsNaN(table.Series[row][c])).ToArray();
        Assert.NotEmpty(near);
        Assert.InRange(value, near.Min(row => table.Series[row][c]), near.Max(row => table.Series[row][c]));
        if (quality == SampleQuality.Good)
        {
            var reach = method switch { ResampleMethod.Linear => 0.051, ResampleMethod.Mean => 0.551, _ => 1 };
            Assert.Contains(near, row => Math.Abs(times[row] - k) <= reach && Quality(table.Series)[(row * 2) + c] == SampleQuality.Good);
        }
    }

    private static SampleQuality[] Quality(Series series) => series.Quality.IsEmpty ? new SampleQuality[series.Values.Length] : series.Quality.ToArray();

    private static DateTimeOffset[] Times(double[] seconds) => Array.ConvertAll(seconds, second => Begin.AddTicks((long)(second * TimeSpan.TicksPerSecond)));

    private static SeriesTable Table(double[] seconds, params float[] values) =>
        new(TestData.Of(values, 1), new Dictionary<string, float[]>(), Times(seconds));

    private static Arbitrary<Case> Cases() =>
        (from seed in Gen.Choose(0, 1_000_000)
         from length in Gen.Choose(2, 40)
         from method in Gen.Elements(Enum.GetValues<ResampleMethod>())
         from duplicates in Gen.Elements(Enum.GetValues<DuplicateRows>())
         from sparse in Gen.Elements(true, false)
         select new Case(seed, length, new ResampleOptions { Method = method, Duplicates = duplicates, SparseRows = sparse && method == ResampleMethod.Last })).ToArbitrary();

    private sealed record Case(int Seed, int Length, ResampleOptions Options)
    {
        public SeriesTable Rows(double[] times)
        {
            var random = new Random(Seed);
            var (values, quality) = (new float[2 * Length], new SampleQuality[2 * Length]);
            for (var at = 0; at < values.Length; at++)
            {
                // Sparse rows hold what is missing, so that regular rows are unchanged only where nothing is.
                quality[at] = random.Next(8) switch { 0 => Options.SparseRows ? SampleQuality.Uncertain : SampleQuality.Bad, 1 => SampleQuality.Uncertain, _ => SampleQuality.Good };
                values[at] = quality[at] == SampleQuality.Bad ? float.NaN : (float)(random.NextDouble() - 0.5) * 100;
            }

            quality[0] = SampleQuality.Uncertain;
            values[0] = 1;
            var series = TestData.Of(values, 2) with { Quality = quality };
            return new SeriesTable(series, new Dictionary<string, float[]> { ["label"] = [.. Enumerable.Range(0, Length).Select(t => (float)t)] }, Times(times));
        }
    }
}
