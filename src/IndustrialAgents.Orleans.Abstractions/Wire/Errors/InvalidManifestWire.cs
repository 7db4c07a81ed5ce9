namespace IndustrialAgents.Orleans.Wire;

[GenerateSerializer, Immutable, OmitDefaultMemberValues]
internal struct InvalidManifestWire : IWireForm<InvalidManifestException, InvalidManifestWire>
{
    [Id(0)]
    public ErrorWire Error;

    [Id(1)]
    public WireText Field;

    [Id(2)]
    public WireText Source;

    public static InvalidManifestWire From(InvalidManifestException value) =>
        new() { Error = ErrorWire.From(value, $"{SourceOf(value)}: {value.Field}: "), Field = value.Field, Source = SourceOf(value) };

    public readonly InvalidManifestException ToValue() => Error.Thrown(new InvalidManifestException(Source.OrEmpty, Field.OrEmpty, Error.Text, Error.InnerException));

    // The error keeps what it was read from in its message alone.
    private static string SourceOf(InvalidManifestException value)
    {
        var end = value.Message.IndexOf($": {value.Field}: ", StringComparison.Ordinal);
        return end < 0 ? "" : value.Message[..end];
    }
}
