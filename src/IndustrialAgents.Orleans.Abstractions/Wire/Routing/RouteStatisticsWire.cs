namespace IndustrialAgents.Orleans.Wire;

[GenerateSerializer, Immutable, OmitDefaultMemberValues]
internal struct RouteStatisticsWire : IWireForm<RouteStatistics, RouteStatisticsWire>
{
    [Id(0)]
    public long Version;

    [Id(1)]
    public Packed<byte>? Statistics;

    public static RouteStatisticsWire From(RouteStatistics value) =>
        new() { Version = value.Version, Statistics = value.Statistics is { } bytes ? new Packed<byte>(bytes) : null };

    public readonly RouteStatistics ToValue() => new() { Version = Version, Statistics = Statistics?.ToArray() };
}
