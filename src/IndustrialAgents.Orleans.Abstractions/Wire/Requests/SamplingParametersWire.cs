namespace IndustrialAgents.Orleans.Wire;

[GenerateSerializer, Immutable, OmitDefaultMemberValues]
internal struct SamplingParametersWire : IWireForm<SamplingParameters, SamplingParametersWire>
{
    [Id(0)]
    public double? Temperature;

    [Id(1)]
    public int? TopK;

    [Id(2)]
    public double? TopP;

    [Id(3)]
    public double? MinP;

    [Id(4)]
    public double? RepetitionPenalty;

    [Id(5)]
    public long? Seed;

    [Id(6)]
    public Sequence<string> Stop;

    [Id(7)]
    public Sequence<string> Choices;

    [Id(8)]
    public WireText JsonSchema;

    public static SamplingParametersWire From(SamplingParameters value) => new()
    {
        Temperature = value.Temperature,
        TopK = value.TopK,
        TopP = value.TopP,
        MinP = value.MinP,
        RepetitionPenalty = value.RepetitionPenalty,
        Seed = value.Seed,
        Stop = new(value.Stop),
        Choices = new(value.Choices),
        JsonSchema = value.JsonSchema,
    };

    public readonly SamplingParameters ToValue() => new()
    {
        Temperature = Temperature,
        TopK = TopK,
        TopP = TopP,
        MinP = MinP,
        RepetitionPenalty = RepetitionPenalty,
        Seed = Seed,
        Stop = Stop.Items,
        Choices = Choices.Items,
        JsonSchema = JsonSchema,
    };
}
