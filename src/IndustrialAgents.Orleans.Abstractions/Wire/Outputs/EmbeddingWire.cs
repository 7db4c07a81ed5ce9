namespace IndustrialAgents.Orleans.Wire;

[GenerateSerializer, Immutable, OmitDefaultMemberValues]
internal struct EmbeddingWire : IWireForm<Embedding, EmbeddingWire>
{
    [Id(0)]
    public double? Confidence;

    [Id(1)]
    public WireText Space;

    [Id(2)]
    public Packed<float> Vector;

    public static EmbeddingWire From(Embedding value) =>
        new() { Confidence = value.Confidence, Space = value.Space, Vector = value.Vector };

    public readonly Embedding ToValue() => new(Required.Member<Embedding, string>(Space), Vector.Memory) { Confidence = Confidence };
}
