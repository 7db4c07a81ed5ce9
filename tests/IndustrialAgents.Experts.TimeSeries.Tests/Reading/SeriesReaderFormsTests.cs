namespace IndustrialAgents.Experts.TimeSeries.Tests.Reading;

/// <summary>Units, decimal marks and times in the forms that plants write them.</summary>
public sealed class SeriesReaderFormsTests
{
    [Theory]
    [InlineData("temperature [°C]", "temperature", "Cel")]
    [InlineData("flow (m3/h)", "flow", "m3/h")]
    [InlineData("flow (m³/h)", "flow", "m3/h")]
    [InlineData("speed [1/min]", "speed", "1/min")]
    [InlineData("power(kW)", "power", "kW")]
    [InlineData("share [%]", "share", "%")]
    [InlineData("pump (old)", "pump (old)", null)]
    [InlineData("sensor (2)", "sensor (2)", null)]
    [InlineData("[bar]", "[bar]", null)]
    [InlineData("x", "x", null)]
    public void Read_UnitInHeader_IsTheChannelsUnit(string header, string name, string? unit) =>
        Assert.Equal(new SeriesChannel(name, unit), Read($"{header};b\n1;2").Series.Channels[0]);

    [Fact]
    public void Read_SecondRowOfUnits_IsTaken()
    {
        var table = Read("time;p;T;n\nUTC;bar;°C;-\n2024-01-01 00:00:00;1;2;3\n2024-01-01 00:00:01;1;2;3");
        Assert.Equal([new SeriesChannel("p", "bar"), new SeriesChannel("T", "Cel"), new SeriesChannel("n")], table.Series.Channels);
        Assert.Equal(2, table.Series.Length);
        Assert.Contains("line 2", Assert.Throws<InvalidRequestException>(() => Read("p;T\nhigh;low\n1;2")).Message, StringComparison.Ordinal);
        Assert.Equal("T [K]", Read("T [K],T [°C]\n1,2").Series.Channels[0].Name);
        Assert.Equal("p [bar]", Read("p [bar]\n1", new SeriesReaderOptions { ReadUnits = false }).Series.Channels[0].Name);
        Assert.Equal([1], Read("x,fault [1]\n5,1", new SeriesReaderOptions { LabelColumns = ["fault [1]"] }).Labels["fault [1]"]);
    }

    [Theory]
    [InlineData("a;b\n1,5;1.234\n", "another decimal mark")]
    [InlineData("a;b\n1.234,5;1\n", "grouped thousands")]
    [InlineData("a;b\n1,234,567;1\n", "grouped thousands")]
    [InlineData("a\tb\n1,234\t1\n", "decimal comma or thousands")]
    [InlineData("a,b\n\"1,234\",1\n", "another decimal mark")]
    [InlineData("a;b\n1e60;1\n", "no finite number")]
    [InlineData("a;b\n-inf;1\n", "no finite number")]
    public void Read_AmbiguousNumber_IsAnErrorThatSaysHowToWriteIt(string text, string why) =>
        Assert.Contains(why, Assert.Throws<InvalidRequestException>(() => Read(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("a\tb\n0,125\t1,234\n", null, 0.125f, 1.234f)]
    [InlineData("a\tb\n1,234\t1\n", ',', 1.234f, 1)]
    [InlineData("a;b\n-1,5e3;+2\n", null, -1500, 2)]
    [InlineData("a;b\n0.1;.5\n", null, 0.1f, 0.5f)]
    public void Read_DecimalMark_IsFoundOrGiven(string text, char? mark, float one, float other) =>
        Assert.Equal([one, other], Read(text, new SeriesReaderOptions { DecimalMark = mark }).Series.Values.ToArray());

    [Theory]
    [InlineData("31.12.2023 23:59:59;1.1.2024 0:00:00", "2023-12-31T23:59:59Z")]
    [InlineData("2024-02-29T12:00Z;2024-02-29T12:01Z", "2024-02-29T12:00:00Z")]
    [InlineData("2024-01-01T00:00:00.25+02:00;2024-01-01T00:00:01.25+02:00", "2023-12-31T22:00:00.25Z")]
    [InlineData("2024/1/5 8:00;2024/1/5 8:01", "2024-01-05T08:00:00Z")]
    [InlineData("1704067200;1704067201", "2024-01-01T00:00:00Z")]
    [InlineData("1704067200000;1704067201000", "2024-01-01T00:00:00Z")]
    [InlineData("1704067200.5;1704067201.5", "2024-01-01T00:00:00.5Z")]
    public void Read_Times_AreUnderstood(string times, string start)
    {
        var parts = times.Split(';');
        var series = Read($"timestamp;a\n{parts[0]};1\n{parts[1]};2").Series;
        Assert.Equal(DateTimeOffset.Parse(start, System.Globalization.CultureInfo.InvariantCulture), series.Start);
        Assert.Single(series.Channels);
    }

    [Theory]
    [InlineData("when;a\n01/02/2024 10:00;1", "day or the month first")]
    [InlineData("time;a\n5;1", "may count seconds")]
    [InlineData("time;a\nsoon;1\nlater;2", "no time")]
    [InlineData("t;a\n30.02.2024 10:00;1", "no time like those before")]
    [InlineData("t;a\n2024-01-01 10:00;1\n01.01.2024 10:01;1", "no time like those before")]
    [InlineData("t;a\n2024-13-01 10:00;1", "no time like those before")]
    [InlineData("t;a\n2024-01-01 25:00;1", "no time like those before")]
    public void Read_AmbiguousTime_IsAnErrorThatSaysHowToWriteIt(string text, string why) =>
        Assert.Contains(why, Assert.Throws<InvalidRequestException>(() => Read(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("dd/MM/yyyy HH:mm", "01/02/2024 10:00", "2024-02-01T10:00:00Z")]
    [InlineData("MM/dd/yyyy HH:mm", "01/02/2024 10:00", "2024-01-02T10:00:00Z")]
    [InlineData("seconds", "1000000000", "2001-09-09T01:46:40Z")]
    [InlineData("milliseconds", "1000000000000", "2001-09-09T01:46:40Z")]
    public void Read_GivenTimeFormat_IsUsed(string format, string cell, string expected) =>
        Assert.Equal(
            DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture),
            Read($"when;a\n{cell};1", new SeriesReaderOptions { TimeFormat = format, TimeColumn = "when" }).Series.Start);

    [Fact]
    public void Read_OffsetAndElapsedTimes_AreAsStated()
    {
        Assert.Equal(
            new DateTimeOffset(2023, 12, 31, 23, 0, 0, TimeSpan.Zero),
            Read("t;a\n2024-01-01 00:00;1", new SeriesReaderOptions { UtcOffset = TimeSpan.FromHours(1) }).Series.Start);
        Assert.Equal(TimeSpan.FromMilliseconds(5), Read("time [ms];a\n0;1\n5;2\n").Series.SamplePeriod);
        Assert.Equal(TimeSpan.FromMinutes(2), Read("time (min);a\n0;1\n2;2\n").Series.SamplePeriod);
        Assert.Equal(TimeSpan.FromMinutes(30), Read("time [h];a\n1,5;1\n2,0;2\n").Series.SamplePeriod);
        var series = Read("time [s];a\n0.0;1\n0.1;2\n0.2;3\n").Series;
        Assert.Null(series.Start);
        Assert.Equal(TimeSpan.FromMilliseconds(100), series.SamplePeriod);
        Assert.Equal(["a"], series.Channels.Select(channel => channel.Name));
    }

    [Fact]
    public void Read_IrregularTimes_ResampledRefusedOrAsTheyCome()
    {
        const string Text = "t,a\n2024-01-01 00:00:00,0\n2024-01-01 00:00:01,1\n2024-01-01 00:00:03,3\n2024-01-01 00:00:04,4\n";
        Assert.Equal([0, 1, 2, 3, 4], Read(Text).Series.Values.ToArray());
        Assert.Equal([0, 1, 3, 4], Read(Text, new SeriesReaderOptions { Irregular = IrregularRows.AsTheyCome }).Series.Values.ToArray());
        var error = Assert.Throws<InvalidRequestException>(() => Read(Text, new SeriesReaderOptions { Irregular = IrregularRows.Refuse }));
        Assert.Contains("00:00:03", error.Message, StringComparison.Ordinal);
        Assert.Equal([0, 2, 4], Read(Text, new SeriesReaderOptions { SamplePeriod = TimeSpan.FromSeconds(2) }).Series.Values.ToArray());
        var backward = new SeriesReaderOptions { Resampling = new ResampleOptions { Backward = BackwardRows.Sort } };
        Assert.Equal([1, 2, 3], Read("t,a\n2024-01-02,2\n2024-01-01,1\n2024-01-03,3", backward).Series.Values.ToArray());
        Assert.Equal([1, 4], Read("t,a\n2024-01-01,1\n2024-01-02,2\n2024-01-02,4").Series.Values.ToArray());
        Assert.Throws<InvalidRequestException>(() => SeriesReader.ReadBlocks(new StringReader(Text), new SeriesReaderOptions { Irregular = IrregularRows.Refuse }, 2).Count());
        Assert.Throws<InvalidRequestException>(() => Read(Text, new SeriesReaderOptions { SamplePeriod = TimeSpan.Zero }));
        Assert.Throws<InvalidRequestException>(() => Read(Text, new SeriesReaderOptions { DecimalMark = 'x' }));
    }

    [Fact]
    public void Read_Thirds_KeepTheMeanStep() =>
        Assert.Equal(
            TimeSpan.FromTicks(3_333_333),
            Read("t,a\n" + string.Join('\n', Enumerable.Range(0, 31).Select(i => $"2024-01-01 00:00:{i / 3:00}.{1000 * (i % 3) / 3:000},1"))).Series.SamplePeriod);

    [Theory]
    [InlineData("a,b\n1,\n2,\n", 2)]
    [InlineData("a,b\n1,2\n", 1)]
    public void Read_AllMissingColumnOrOneRow_IsASeries(string text, int length)
    {
        var series = Read(text).Series;
        Assert.Equal(length, series.Length);
        Assert.All(series.Values.ToArray().Zip(series.Quality.IsEmpty ? new SampleQuality[series.Values.Length] : series.Quality.ToArray()), pair => Assert.Equal(float.IsNaN(pair.First), pair.Second == SampleQuality.Bad));
    }

    private static SeriesTable Read(string text, SeriesReaderOptions? options = null) => SeriesReader.Read(new StringReader(text), options, "test.csv");
}
