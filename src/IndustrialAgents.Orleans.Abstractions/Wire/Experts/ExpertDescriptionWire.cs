namespace IndustrialAgents.Orleans.Wire;

[GenerateSerializer, Immutable, OmitDefaultMemberValues]
internal struct ExpertDescriptionWire : IWireForm<ExpertDescription, ExpertDescriptionWire>
{
    [Id(0)]
    public Manifest? Manifest;

    [Id(1)]
    public WireText Silo;

    [Id(2)]
    public Sequence<ModelTensor> Inputs;

    [Id(3)]
    public Sequence<ModelTensor> Outputs;

    public static ExpertDescriptionWire From(ExpertDescription value) =>
        new() { Manifest = value.Manifest, Silo = value.Silo, Inputs = new(value.Inputs), Outputs = new(value.Outputs) };

    public readonly ExpertDescription ToValue() => new()
    {
        Manifest = Required.Member<ExpertDescription, Manifest>(Manifest),
        Silo = Required.Member<ExpertDescription, string>(Silo),
        Inputs = Inputs.Items,
        Outputs = Outputs.Items,
    };
}
