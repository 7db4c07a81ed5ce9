using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace IndustrialAgents.Experts.TimeSeries.Tests.Reading;

public sealed class SeriesReaderTests
{
    [Fact]
    public void Read_WrittenSeries_RoundTrips() =>
        Prop.ForAll(Tables(), table =>
        {
            var read = Read(table.Text, new SeriesReaderOptions { LabelColumns = ["label"] });
            Assert.Equal(table.Values, read.Series.Values.ToArray());
            Assert.Equal(table.Values.Any(float.IsNaN), !read.Series.Quality.IsEmpty);
            Assert.All(read.Series.Quality.ToArray().Zip(table.Values), pair => Assert.Equal(float.IsNaN(pair.Second), pair.First == SampleQuality.Bad));
            Assert.Equal(table.Names, read.Series.Channels.Select(channel => channel.Name));
            Assert.Equal(table.Labels, read.Labels["label"]);
            Assert.Equal(TimeSpan.FromSeconds(2), read.Series.SamplePeriod);
            Assert.Equal(DateTimeOffset.UnixEpoch, read.Series.Start);
            Assert.Equal(table.Labels.Length, read.Times.Count);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Read_TextColumn_GivesItsWords()
    {
        var options = new SeriesReaderOptions { LabelColumns = ["state", "fault"], TextColumns = ["state"], IgnoredColumns = ["note", "when"] };
        var table = Read("when,flow,note,state,fault\n01/02/2025,1,of a shift,slow,0\nyesterday,2,7,\"fast, really\",1\n,3,x,,1\n,4,,slow,0\n", options);
        Assert.Equal(["flow"], table.Series.Channels.Select(channel => channel.Name));
        Assert.Equal(["slow", "fast, really", null, "slow"], (IEnumerable<string?>)table.TextsOf("state"));
        Assert.Equal([0, 1, float.NaN, 0], table.Labels["state"]);
        Assert.Equal([0, 1, 1, 0], table.Labels["fault"]);
        Assert.Throws<KeyNotFoundException>(() => table.TextsOf("fault"));
        Assert.Contains("no column 'gone'", Assert.Throws<InvalidRequestException>(() => Read("a\n1\n", new SeriesReaderOptions { IgnoredColumns = ["gone"] })).Message, StringComparison.Ordinal);
        Assert.Contains("is it a column of labels", Assert.Throws<InvalidRequestException>(() => Read(
            "a,b\n" + string.Concat(Enumerable.Range(0, 100_001).Select(i => $"1,w{i}\n")), new SeriesReaderOptions { LabelColumns = ["b"], TextColumns = ["b"] })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ReadBlocks_TextColumn_NumbersWordsOverAllBlocks()
    {
        var text = "time,flow,state\n" + string.Concat(Enumerable.Range(0, 40).Select(t => string.Create(CultureInfo.InvariantCulture, $"{t * (t > 20 ? 1.5 : 1)},{t},s{t / 10}\n")));
        var options = new SeriesReaderOptions { TimeFormat = "seconds", SamplePeriod = TimeSpan.FromSeconds(1), LabelColumns = ["state"], TextColumns = ["state"] };
        var whole = Read(text, options);
        using var reader = new StringReader(text);
        var blocks = SeriesReader.ReadBlocks(reader, options, 7).SelectMany(block => block.TextsOf("state")).ToArray();
        Assert.Equal(whole.TextsOf("state"), (IEnumerable<string?>)blocks);
        Assert.Equal(["s0", "s1", "s2", "s3"], blocks.Distinct());
    }

    [Fact]
    public void Read_AnyText_SeriesOrTypedError() =>
        Prop.ForAll(ArbMap.Default.ArbFor<string>(), ArbMap.Default.ArbFor<int>(), (text, seed) =>
        {
            var random = new Random(seed);
            var spiced = new StringBuilder(text ?? "");
            for (var i = 0; i < 20; i++)
            {
                spiced.Insert(random.Next(spiced.Length + 1), ",;\"\n\r\t 1.5eNa-:"[random.Next(15)]);
            }

            try
            {
                var series = Read(spiced.ToString()).Series;
                Assert.Equal(0, series.Values.Length % series.Channels.Count);
            }
            catch (InvalidRequestException)
            {
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void Read_EveryTruncationOfATable_SeriesOrTypedError()
    {
        const string Text = "time;\"a;b\";c\n2024-01-01 00:00:00;1,5;2\n2024-01-01 00:00:01;;\"3\"\n";
        for (var length = 0; length <= Text.Length; length++)
        {
            try
            {
                Read(Text[..length]);
            }
            catch (InvalidRequestException e)
            {
                Assert.StartsWith("series: test.csv", e.Message, StringComparison.Ordinal);
            }
        }

        var whole = Read(Text).Series;
        Assert.Equal(["a;b", "c"], whole.Channels.Select(channel => channel.Name));
        Assert.Equal([1.5f, 2, float.NaN, 3], whole.Values.ToArray());
    }

    [Theory]
    [InlineData("a,b\n1,2\n3,4", 1, "a")]
    [InlineData("1\t2\n3\t4", 1, "channel1")]
    [InlineData("a|b\n1|2\n", 1, "a")]
    [InlineData("\n\na , b\r\n 1 , 2 \r\n\r\n", 1, "a")]
    [InlineData("\"a\"\"x\nb\",c\n1,2", 1, "a\"x\nb")]
    [InlineData("a;b\n1,25;true", 1.25f, "a")]
    public void Read_Dialects_AreUnderstood(string text, float first, string name)
    {
        var series = Read(text).Series;
        Assert.Equal(first, series.Values.Span[0]);
        Assert.Equal(name, series.Channels[0].Name);
        Assert.Equal(TimeSpan.FromSeconds(1), series.SamplePeriod);
        Assert.Null(series.Start);
    }

    [Theory]
    [InlineData("", "line 1", "nothing")]
    [InlineData("a,b", "line 1", "no row")]
    [InlineData("a,b\n1,2\n3", "line 3", "1 cells")]
    [InlineData("a,b\n1,2\n3,x", "line 3", "'x'")]
    [InlineData("a,b\n1,2\n3,Infinity", "line 3", "'Infinity'")]
    [InlineData("a,a\n1,2", "line 1", "two columns")]
    [InlineData("a,b\n\"1,2", "line 2", "never closed")]
    [InlineData("a,b\n\"1\"x,2", "line 2", "closing quote")]
    [InlineData("t,a\n2024-01-01T00:00:00,1\nlater,2", "line 3", "'later'")]
    [InlineData("t\n2024-01-01T00:00:00", "test.csv", "no column is left")]
    [InlineData("t,a\n2024-01-02,1\n2024-01-01,2", "test.csv", "do not rise")]
    public void Read_BrokenTable_NamesLineAndReason(string text, string where, string why)
    {
        var error = Assert.Throws<InvalidRequestException>(() => Read(text));
        Assert.Contains(where, error.Message, StringComparison.Ordinal);
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_BeyondLimits_Throws()
    {
        Assert.Throws<InvalidRequestException>(() => Read("a,b\n1,2\n3,4", new SeriesReaderOptions { MaxValues = 3 }));
        Assert.Throws<InvalidRequestException>(() => Read("a,b\n1,2", new SeriesReaderOptions { MaxColumns = 1 }));
        Assert.Throws<InvalidRequestException>(() => Read(new string('1', 100), new SeriesReaderOptions { MaxRowLength = 99 }));
        Assert.Throws<InvalidRequestException>(() => Read("\"a\n\n\n\n\n\n" + new string('\n', 100) + new string('1', 100), new SeriesReaderOptions { MaxRowLength = 99 }));
        Assert.Throws<InvalidRequestException>(() => Read("a,b\n1,2", new SeriesReaderOptions { LabelColumns = ["c"] }));
        Assert.Throws<InvalidRequestException>(() => SeriesReader.ReadFile(Path.Combine(AppContext.BaseDirectory, "missing.csv")));
    }

    [Fact]
    public void Read_GivenSeparatorTimeAndPeriod_AreUsed()
    {
        var table = Read(
            "x:when:y\n1:2024/01/01:2\n",
            new SeriesReaderOptions { Separator = ':', TimeColumn = "when", SamplePeriod = TimeSpan.FromHours(1) });
        Assert.Equal(["x", "y"], table.Series.Channels.Select(channel => channel.Name));
        Assert.Equal(TimeSpan.FromHours(1), table.Series.SamplePeriod);
        Assert.Equal(new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero), table.Series.Start);
    }

    [Fact]
    public void ReadFile_RecordedRun_HasItsSensorsAndLabels()
    {
        var root = TestData.Require("timeseries", "skab");
        var run = SkabEvaluation.ReadRun(Path.Combine(SkabEvaluation.FolderOf(root), "0.csv"));
        Assert.Equal(8, run.Series.Channels.Count);
        Assert.Equal("Accelerometer1RMS", run.Series.Channels[0].Name);
        Assert.Equal(0.0265878f, run.Series.Values.Span[0]);
        Assert.Equal(TimeSpan.FromSeconds(1), run.Series.SamplePeriod);
        Assert.Contains(1, run.Labels["anomaly"]);
    }

    private static SeriesTable Read(string text, SeriesReaderOptions? options = null) => SeriesReader.Read(new StringReader(text), options, "test.csv");

    private static Arbitrary<(string Text, string[] Names, float[] Values, float[] Labels)> Tables() =>
        (from seed in Gen.Choose(0, 1_000_000)
         from rows in Gen.Choose(2, 40)
         from channels in Gen.Choose(1, 6)
         from separator in Gen.Elements(',', ';', '\t', '|')
         select Write(new Random(seed), rows, channels, separator)).ToArbitrary();

    private static (string, string[], float[], float[]) Write(Random random, int rows, int channels, char separator)
    {
        string[] names = [.. Enumerable.Range(0, channels).Select(c => random.Next(3) == 0 ? $"pressure \"{c}\"{separator} bar" : $"c{c}")];
        var text = new StringBuilder("label").Append(separator);
        text.AppendJoin(separator, names.Select(name => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")).Append(separator).Append("time\n");
        var (values, labels) = (new float[rows * channels], new float[rows]);
        for (var t = 0; t < rows; t++)
        {
            labels[t] = random.Next(2);
            text.Append(CultureInfo.InvariantCulture, $"{labels[t]}{separator}");
            for (var c = 0; c < channels; c++)
            {
                var value = random.Next(10) == 0 ? float.NaN : (float)((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-20, 20)));
                values[(t * channels) + c] = value;
                text.Append(float.IsNaN(value) ? new[] { "", "NaN", "null" }[random.Next(3)] : value.ToString("R", CultureInfo.InvariantCulture)).Append(separator);
            }

            text.Append(DateTimeOffset.UnixEpoch.AddSeconds(2 * t).ToString("O", CultureInfo.InvariantCulture)).Append(random.Next(2) == 0 ? "\n" : "\r\n");
        }

        return (text.ToString(), names, values, labels);
    }
}
