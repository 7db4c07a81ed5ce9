namespace IndustrialAgents.Orleans.Wire;

[GenerateSerializer, Immutable, OmitDefaultMemberValues]
internal struct RequestParametersWire : IWireForm<RequestParameters, RequestParametersWire>
{
    [Id(0)]
    public int? Horizon;

    [Id(1)]
    public int? Top;

    [Id(2)]
    public int? MaxTokens;

    [Id(3)]
    public SamplingParameters? Sampling;

    public static RequestParametersWire From(RequestParameters value) =>
        new() { Horizon = value.Horizon, Top = value.Top, MaxTokens = value.MaxTokens, Sampling = value.Sampling };

    public readonly RequestParameters ToValue() => new() { Horizon = Horizon, Top = Top, MaxTokens = MaxTokens, Sampling = Sampling };
}
