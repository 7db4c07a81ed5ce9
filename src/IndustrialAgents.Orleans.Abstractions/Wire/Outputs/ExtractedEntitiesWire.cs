namespace IndustrialAgents.Orleans.Wire;

[GenerateSerializer, Immutable, OmitDefaultMemberValues]
internal struct ExtractedEntitiesWire : IWireForm<ExtractedEntities, ExtractedEntitiesWire>
{
    [Id(0)]
    public double? Confidence;

    [Id(1)]
    public Sequence<Entity> Items;

    public static ExtractedEntitiesWire From(ExtractedEntities value) => new() { Confidence = value.Confidence, Items = new(value.Items) };

    public readonly ExtractedEntities ToValue() => new(Items.Items) { Confidence = Confidence };
}
