namespace IndustrialAgents.Orleans.Wire;

[GenerateSerializer, Immutable, OmitDefaultMemberValues]
internal struct RequestWire : IWireForm<Request, RequestWire>
{
    [Id(0)]
    public int Task;

    [Id(1)]
    public Sequence<RequestInput> Inputs;

    [Id(2)]
    public WireText Id;

    [Id(3)]
    public WireText Asset;

    [Id(4)]
    public WireText Regime;

    [Id(5)]
    public WireText Route;

    [Id(6)]
    public RequestParameters? Parameters;

    [Id(7)]
    public RequestConstraints? Constraints;

    public static RequestWire From(Request value) => new()
    {
        Task = (int)value.Task,
        Inputs = new(value.Inputs),
        Id = value.Id,
        Asset = AssetPathWire.Text(value.Asset),
        Regime = value.Regime,
        Route = value.Route,
        Parameters = RequestParameters.Default.Equals(value.Parameters) ? null : value.Parameters,
        Constraints = RequestConstraints.None.Equals(value.Constraints) ? null : value.Constraints,
    };

    public readonly Request ToValue() => new()
    {
        Task = (ExpertTask)Task,
        Inputs = Inputs.Items,
        Id = Id,
        Asset = AssetPathWire.Path(Asset),
        Regime = Regime,
        Route = Route,
        Parameters = Parameters ?? RequestParameters.Default,
        Constraints = Constraints ?? RequestConstraints.None,
    };
}
