namespace IndustrialAgents.Orleans.Wire;

[GenerateSerializer, Immutable, OmitDefaultMemberValues]
internal struct GeneratedTextWire : IWireForm<GeneratedText, GeneratedTextWire>
{
    [Id(0)]
    public double? Confidence;

    [Id(1)]
    public WireText Text;

    [Id(2)]
    public int Finish;

    [Id(3)]
    public Sequence<string> Tokens;

    [Id(4)]
    public Packed<int> TokenIds;

    [Id(5)]
    public int? PromptTokens;

    [Id(6)]
    public TextCheck? Check;

    [Id(7)]
    public int? CompletionTokens;

    [Id(8)]
    public Sequence<Passage> Citations;

    public static GeneratedTextWire From(GeneratedText value) => new()
    {
        Confidence = value.Confidence,
        Text = value.Text,
        Finish = (int)value.Finish,
        Tokens = new(value.Tokens),
        TokenIds = Packed<int>.Of(value.TokenIds),
        PromptTokens = value.PromptTokens,
        Check = value.Check,
        CompletionTokens = value.CompletionTokens,
        Citations = new(value.Citations),
    };

    public readonly GeneratedText ToValue() => new(Required.Member<GeneratedText, string>(Text), (FinishReason)Finish)
    {
        Confidence = Confidence,
        Tokens = Tokens.Items,
        TokenIds = TokenIds.ToArray(),
        PromptTokens = PromptTokens,
        Check = Check,
        CompletionTokens = CompletionTokens,
        Citations = Citations.Items,
    };
}
