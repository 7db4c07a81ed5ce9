namespace IndustrialAgents.Orleans.Wire;

[GenerateSerializer, Immutable, OmitDefaultMemberValues]
internal struct RequestConstraintsWire : IWireForm<RequestConstraints, RequestConstraintsWire>
{
    [Id(0)]
    public DateTimeOffset? Deadline;

    [Id(1)]
    public double? MaxCost;

    [Id(2)]
    public Packed<int> Tiers;

    [Id(3)]
    public int? MaxExperts;

    [Id(4)]
    public Sequence<string> Experts;

    [Id(5)]
    public double? AbstainBelow;

    public static RequestConstraintsWire From(RequestConstraints value) => new()
    {
        Deadline = value.Deadline,
        MaxCost = value.MaxCost,
        Tiers = Packed<int>.Of([.. value.Tiers.Select(tier => (int)tier)]),
        MaxExperts = value.MaxExperts,
        Experts = new(value.Experts),
        AbstainBelow = value.AbstainBelow,
    };

    public readonly RequestConstraints ToValue() => new()
    {
        Deadline = Deadline,
        MaxCost = MaxCost,
        Tiers = Array.ConvertAll(Tiers.Memory.ToArray(), tier => (Tier)tier),
        MaxExperts = MaxExperts,
        Experts = Experts.Items,
        AbstainBelow = AbstainBelow,
    };
}
