namespace IndustrialAgents.Orleans.Wire;

[GenerateSerializer, Immutable, OmitDefaultMemberValues]
internal struct TextInputWire : IWireForm<TextInput, TextInputWire>
{
    [Id(0)]
    public WireText Name;

    [Id(1)]
    public WireText Text;

    public static TextInputWire From(TextInput value) => new() { Name = value.Name, Text = value.Text };

    public readonly TextInput ToValue() => new(Required.Member<TextInput, string>(Text)) { Name = Name };
}
