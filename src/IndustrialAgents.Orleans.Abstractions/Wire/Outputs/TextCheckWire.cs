namespace IndustrialAgents.Orleans.Wire;

[GenerateSerializer, Immutable, OmitDefaultMemberValues]
internal struct TextCheckWire : IWireForm<TextCheck, TextCheckWire>
{
    [Id(0)]
    public WireText Language;

    [Id(1)]
    public Sequence<string> Problems;

    public static TextCheckWire From(TextCheck value) => new() { Language = value.Language, Problems = new(value.Problems) };

    public readonly TextCheck ToValue() => new(Required.Member<TextCheck, string>(Language), Problems.Items);
}
