namespace IndustrialAgents.Orleans.Wire;

[GenerateSerializer, Immutable, OmitDefaultMemberValues]
internal struct ForecastWire : IWireForm<Forecast, ForecastWire>
{
    [Id(0)]
    public double? Confidence;

    [Id(1)]
    public Sequence<SeriesChannel> Channels;

    [Id(2)]
    public TimeSpan SamplePeriod;

    [Id(3)]
    public Packed<float> Median;

    [Id(4)]
    public Packed<double> Levels;

    [Id(5)]
    public Packed<float> Quantiles;

    [Id(6)]
    public DateTimeOffset? Start;

    public static ForecastWire From(Forecast value) => new()
    {
        Confidence = value.Confidence,
        Channels = new(value.Channels),
        SamplePeriod = value.SamplePeriod,
        Median = value.Median,
        Levels = Packed<double>.Of(value.Levels),
        Quantiles = value.Quantiles,
        Start = value.Start,
    };

    public readonly Forecast ToValue() => new(Channels.Items, SamplePeriod, Median.Memory)
    {
        Confidence = Confidence,
        Levels = Levels.ToArray(),
        Quantiles = Quantiles.Memory,
        Start = Start,
    };
}
