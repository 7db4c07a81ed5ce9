namespace IndustrialAgents.Orleans.Wire;

[GenerateSerializer, Immutable, OmitDefaultMemberValues]
internal struct RowsReceiptWire : IWireForm<RowsReceipt, RowsReceiptWire>
{
    [Id(0)]
    public int Accepted;

    [Id(1)]
    public int Repeated;

    [Id(2)]
    public bool Alarm;

    public static RowsReceiptWire From(RowsReceipt value) =>
        new() { Accepted = value.Accepted, Repeated = value.Repeated, Alarm = value.Alarm };

    public readonly RowsReceipt ToValue() => new(Accepted, Repeated, Alarm);
}
