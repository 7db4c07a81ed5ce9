namespace IndustrialAgents.Orleans.Wire;

[GenerateSerializer, Immutable]
internal struct AssetSettingsWire : IWireForm<AssetSettings, AssetSettingsWire>
{
    [Id(0)]
    public Sequence<SeriesChannel> Channels;

    [Id(1)]
    public TimeSpan SamplePeriod;

    [Id(2)]
    public int WindowLength;

    [Id(3)]
    public WireText Detector;

    [Id(4)]
    public int? AskAtAlarm;

    [Id(5)]
    public int AlarmAfter;

    [Id(6)]
    public int AlarmOf;

    [Id(7)]
    public int ClearAfter;

    public static AssetSettingsWire From(AssetSettings value) => new()
    {
        Channels = new(value.Channels),
        SamplePeriod = value.SamplePeriod,
        WindowLength = value.WindowLength,
        Detector = value.Detector,
        AskAtAlarm = (int?)value.AskAtAlarm,
        AlarmAfter = value.AlarmAfter,
        AlarmOf = value.AlarmOf,
        ClearAfter = value.ClearAfter,
    };

    public readonly AssetSettings ToValue() => new()
    {
        Channels = Channels.Items,
        SamplePeriod = SamplePeriod,
        WindowLength = WindowLength,
        Detector = Detector,
        AskAtAlarm = (ExpertTask?)AskAtAlarm,
        AlarmAfter = AlarmAfter,
        AlarmOf = AlarmOf,
        ClearAfter = ClearAfter,
    };
}
