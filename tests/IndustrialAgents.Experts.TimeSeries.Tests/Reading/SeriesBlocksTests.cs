using System.Globalization;
using System.Text;

namespace IndustrialAgents.Experts.TimeSeries.Tests.Reading;

public sealed class SeriesBlocksTests
{
    [Theory]
    [InlineData(IrregularRows.Resample, 7)]
    [InlineData(IrregularRows.Resample, 1)]
    [InlineData(IrregularRows.AsTheyCome, 7)]
    public void ReadBlocks_AnySize_IsTheWholeInParts(IrregularRows irregular, int rows)
    {
        var text = Table(200, gaps: true);
        var options = new SeriesReaderOptions { LabelColumns = ["label"], Irregular = irregular, SamplePeriod = TimeSpan.FromSeconds(1) };
        var whole = SeriesReader.Read(new StringReader(text), options);
        var blocks = SeriesReader.ReadBlocks(new StringReader(text), options, rows).ToArray();
        Assert.True(blocks.Length > 20);
        Assert.Equal(whole.Series.Values.ToArray(), blocks.SelectMany(block => block.Series.Values.ToArray()));
        Assert.Equal(whole.Times, blocks.SelectMany(block => block.Times));
        Assert.Equal(whole.Labels["label"], blocks.SelectMany(block => block.Labels["label"]));
        Assert.Equal(
            whole.Series.Quality.IsEmpty ? [] : whole.Series.Quality.ToArray(),
            blocks.SelectMany(block => block.Series.Quality.IsEmpty ? new SampleQuality[block.Series.Values.Length] : block.Series.Quality.ToArray()));
        Assert.All(blocks, block => Assert.Equal(block.Times[0], block.Series.Start));
    }

    [Fact]
    public void ReadFileBlocks_LongFile_IsScoredAndSummedInLittleMemory()
    {
        const int Rows = 200_000;
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, Table(Rows, gaps: false));
            SeriesSummary? summary = null;
            PcaDetector? detector = null;
            var (rows, most, alarms) = (0, 0, 0);
            foreach (var block in SeriesReader.ReadFileBlocks(path))
            {
                summary ??= new SeriesSummary(block.Series.Channels);
                detector ??= new PcaDetector(PcaModel.Fit(block.Series));
                summary.Add(block.Series);
                for (var t = 0; t < block.Series.Length; t++)
                {
                    alarms += detector.Push(block.Series[t]) > detector.Threshold ? 1 : 0;
                }

                (rows, most) = (rows + block.Series.Length, Math.Max(most, block.Series.Length));
            }

            Assert.Equal(Rows, rows);
            Assert.InRange(most, 1, 65_536);
            Assert.InRange((double)alarms / rows, 0.005, 0.05);
            Assert.Equal(Rows, summary!.Channels[0].Count + summary.Channels[0].Missing);
            Assert.Equal(0, summary.Channels[0].Mean, 0.01);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void ReadBlocks_BrokenLaterOn_ThrowsThere()
    {
        var lines = Table(100, gaps: false).Split('\n');
        lines[50] = "x";
        using var blocks = SeriesReader.ReadBlocks(new StringReader(string.Join('\n', lines)), rows: 10).GetEnumerator();
        Assert.True(blocks.MoveNext());
        var error = Assert.Throws<InvalidRequestException>(() =>
        {
            while (blocks.MoveNext())
            {
            }
        });
        Assert.Contains("line 51", error.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidRequestException>(() => SeriesReader.ReadFileBlocks(Path.Combine(AppContext.BaseDirectory, "missing.csv")).First());
        Assert.Throws<InvalidRequestException>(() => SeriesReader.ReadBlocks(
            new StringReader(Table(9, gaps: false)), new SeriesReaderOptions { Resampling = new ResampleOptions { Backward = BackwardRows.Sort } }).First());
        Assert.Throws<ArgumentOutOfRangeException>(() => SeriesReader.ReadBlocks(new StringReader(""), rows: 0));
    }

    [Fact]
    public void SeriesSummary_Merged_IsThatOfAll()
    {
        var series = TestData.Swinging(100, 3).WithBad(7, 1);
        var (all, one, other) = (new SeriesSummary(series.Channels), new SeriesSummary(series.Channels), new SeriesSummary(series.Channels));
        all.Add(series);
        one.Add(series.Slice(0, 30));
        other.Add(series.Slice(30, 70));
        one.Merge(other);
        one.Merge(new SeriesSummary(series.Channels));
        foreach (var (expected, actual) in all.Channels.Zip(one.Channels))
        {
            Assert.Equal((expected.Count, expected.Missing, expected.Least, expected.Most), (actual.Count, actual.Missing, actual.Least, actual.Most));
            Assert.Equal(expected.Mean, actual.Mean, 1e-9);
            Assert.Equal(expected.Deviation, actual.Deviation, 1e-9);
        }

        var values = Enumerable.Range(0, 100).Select(t => (double)series[t][2]).ToArray();
        Assert.Equal(values.Average(), all.Channels[2].Mean, 1e-9);
        Assert.Equal(Math.Sqrt(values.Average(value => Math.Pow(value - values.Average(), 2))), all.Channels[2].Deviation, 1e-9);
        Assert.Equal((99L, 1L), (all.Channels[1].Count, all.Channels[1].Missing));
        Assert.Throws<ArgumentException>(() => all.Add(TestData.Swinging(9, 2)));
    }

    private static string Table(int rows, bool gaps)
    {
        var random = new Random(1);
        var text = new StringBuilder("time,a,b,label\n");
        var time = new DateTime(2024, 1, 1);
        for (var t = 0; t < rows; t++)
        {
            var cell = random.Next(20) == 0 ? "" : (random.NextDouble() - 0.5).ToString(CultureInfo.InvariantCulture);
            text.Append(CultureInfo.InvariantCulture, $"{time:yyyy-MM-ddTHH:mm:ss.fff},{cell},{t % 10},{t % 3}\n");
            time = time.AddSeconds(gaps && random.Next(5) == 0 ? 6 * random.NextDouble() : 1);
        }

        return text.ToString();
    }
}
