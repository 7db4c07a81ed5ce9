namespace IndustrialAgents.Tests.Requests;

public sealed class SeriesTests
{
    private static Series Series { get; } = new()
    {
        Channels = [new SeriesChannel("p"), new SeriesChannel("q")],
        Values = new float[] { 1, 10, 2, 20, 3, 30 },
        SamplePeriod = TimeSpan.FromSeconds(2),
        Start = DateTimeOffset.UnixEpoch,
        Quality = new[] { SampleQuality.Good, SampleQuality.Bad, SampleQuality.Good, SampleQuality.Good, SampleQuality.Uncertain, SampleQuality.Good },
    };

    [Fact]
    public void Slice_PartOfTheWindow_KeepsTimeAndQuality()
    {
        var slice = Series.Slice(1, 2);

        Assert.Equal(2, slice.Length);
        Assert.Equal([3, 30], slice[1].ToArray());
        Assert.Equal(DateTimeOffset.UnixEpoch.AddSeconds(2), slice.Start);
        Assert.Equal(SampleQuality.Uncertain, slice.Quality.Span[2]);
        Assert.Throws<ArgumentOutOfRangeException>(() => Series.Slice(2, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => Series[3].Length);
    }

    [Fact]
    public void Pick_SomeChannels_KeepsTheirValuesQualityAndTime()
    {
        var picked = Series.Pick([1]);

        Assert.Equal("q", Assert.Single(picked.Channels).Name);
        Assert.Equal([10, 20, 30], picked.Values.ToArray());
        Assert.Equal([SampleQuality.Bad, SampleQuality.Good, SampleQuality.Good], picked.Quality.ToArray());
        Assert.Equal((Series.Start, Series.SamplePeriod), (picked.Start, picked.SamplePeriod));
        Assert.Equal([10, 1, 20, 2, 30, 3], Series.Pick([1, 0]).Values.ToArray());
        Assert.Same(Series, Series.Pick([0, 1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Series.Pick([2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Series.Pick([-1]));
    }

    [Fact]
    public void Find_TypeAndName_GivesTheFirstThatFits()
    {
        var request = new Request { Task = ExpertTask.Detect, Inputs = [new TextInput("a"), new SeriesInput(Series), new TextInput("b") { Name = "order" }] };

        Assert.Equal("a", request.Find<TextInput>()!.Text);
        Assert.Equal("b", request.Find<TextInput>("order")!.Text);
        Assert.Null(request.Find<TextInput>("other"));
        Assert.Null(request.Find<ImageInput>());
        Assert.Equal(
            [Modality.Language, Modality.Vision, Modality.TimeSeries, Modality.Tensor],
            new RequestInput[] { new TextInput(""), new ImageInput(default), new SeriesInput(Series), new TensorInput(Tensor.Create([1f], 1)) }.Select(input => input.Modality));
    }
}
