namespace IndustrialAgents.Orleans.Wire;

[GenerateSerializer, Immutable, OmitDefaultMemberValues]
internal struct TextInputWire : IWireForm<TextInput, TextInputWire>
{
    [Id(0)]
    public WireText Name;

    [Id(1)]
    public WireText Text;

    // One more than the role, so that none costs nothing.
    [Id(2)]
    public int Role;

    public static TextInputWire From(TextInput value) => new() { Name = value.Name, Text = value.Text, Role = value.Role is { } role ? 1 + (int)role : 0 };

    public readonly TextInput ToValue() => new(Required.Member<TextInput, string>(Text)) { Name = Name, Role = Role == 0 ? null : (ChatRole)(Role - 1) };
}
