namespace IndustrialAgents.Orleans.Wire;

[GenerateSerializer, Immutable]
internal struct EntityWire : IWireForm<Entity, EntityWire>
{
    [Id(0)]
    public WireText Class;

    [Id(1)]
    public int Start;

    [Id(2)]
    public int End;

    [Id(3)]
    public WireText Text;

    public static EntityWire From(Entity value) => new() { Class = value.Class, Start = value.Start, End = value.End, Text = value.Text };

    public readonly Entity ToValue() => new(Required.Member<Entity, string>(Class), Start, End, Required.Member<Entity, string>(Text));
}
