namespace IndustrialAgents.Orleans.Wire;

[GenerateSerializer, Immutable]
internal struct SensorRowsWire : IWireForm<SensorRows, SensorRowsWire>
{
    [Id(0)]
    public Packed<long> Times;

    [Id(1)]
    public Packed<byte> Values;

    public static SensorRowsWire From(SensorRows value) => new() { Times = value.Times, Values = value.Values };

    public readonly SensorRows ToValue() => new() { Times = Times.Memory, Values = Values.Memory };
}
