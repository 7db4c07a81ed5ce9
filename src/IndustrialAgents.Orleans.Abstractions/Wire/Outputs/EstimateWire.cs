namespace IndustrialAgents.Orleans.Wire;

[GenerateSerializer, Immutable, OmitDefaultMemberValues]
internal struct EstimateWire : IWireForm<Estimate, EstimateWire>
{
    [Id(0)]
    public double? Confidence;

    [Id(1)]
    public Sequence<SeriesChannel> Quantities;

    [Id(2)]
    public Packed<double> Values;

    [Id(3)]
    public Packed<double> StandardDeviations;

    public static EstimateWire From(Estimate value) => new()
    {
        Confidence = value.Confidence,
        Quantities = new(value.Quantities),
        Values = value.Values,
        StandardDeviations = value.StandardDeviations,
    };

    public readonly Estimate ToValue() =>
        new(Quantities.Items, Values.Memory) { Confidence = Confidence, StandardDeviations = StandardDeviations.Memory };
}
