namespace IndustrialAgents.Orleans.Wire;

[GenerateSerializer, Immutable]
internal struct FeedbackReceiptWire : IWireForm<FeedbackReceipt, FeedbackReceiptWire>
{
    [Id(0)]
    public WireText DecisionId;

    [Id(1)]
    public Sequence<ExpertLoss> Losses;

    public static FeedbackReceiptWire From(FeedbackReceipt value) => new() { DecisionId = value.DecisionId, Losses = new(value.Losses) };

    public readonly FeedbackReceipt ToValue() => new(Required.Member<FeedbackReceipt, string>(DecisionId), Losses.Items);
}
