namespace IndustrialAgents.Orleans.Wire;

[GenerateSerializer, Immutable, OmitDefaultMemberValues]
internal struct SeriesWire : IWireForm<Series, SeriesWire>
{
    [Id(0)]
    public Sequence<SeriesChannel> Channels;

    [Id(1)]
    public Packed<float> Values;

    [Id(2)]
    public TimeSpan SamplePeriod;

    [Id(3)]
    public DateTimeOffset? Start;

    [Id(4)]
    public Packed<SampleQuality> Quality;

    public static SeriesWire From(Series value) => new()
    {
        Channels = new(value.Channels),
        Values = value.Values,
        SamplePeriod = value.SamplePeriod,
        Start = value.Start,
        Quality = value.Quality,
    };

    public readonly Series ToValue() =>
        new() { Channels = Channels.Items, Values = Values.Memory, SamplePeriod = SamplePeriod, Start = Start, Quality = Quality.Memory };
}
