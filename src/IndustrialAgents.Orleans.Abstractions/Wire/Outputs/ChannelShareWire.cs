namespace IndustrialAgents.Orleans.Wire;

[GenerateSerializer, Immutable]
internal struct ChannelShareWire : IWireForm<ChannelShare, ChannelShareWire>
{
    [Id(0)]
    public WireText Channel;

    [Id(1)]
    public double Share;

    public static ChannelShareWire From(ChannelShare value) => new() { Channel = value.Channel, Share = value.Share };

    public readonly ChannelShare ToValue() => new(Required.Member<ChannelShare, string>(Channel), Share);
}
