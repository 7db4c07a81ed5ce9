namespace IndustrialAgents.Orleans.Wire;

/// <summary>An asset path as text; none for the empty path.</summary>
[GenerateSerializer, Immutable, OmitDefaultMemberValues]
internal struct AssetPathWire : IWireForm<AssetPath, AssetPathWire>
{
    [Id(0)]
    public WireText Value;

    public static AssetPathWire From(AssetPath value) => new() { Value = Text(value) };

    public readonly AssetPath ToValue() => Path(Value) ?? default;

    public static string? Text(AssetPath? path) => path?.ToString() is { Length: > 0 } text ? text : null;

    public static AssetPath? Path(string? text) => text is null
        ? null
        : AssetPath.TryParse(text, out var path) ? path : throw new MalformedMessageException(nameof(AssetPath), $"'{Excerpt.Of(text)}' is not a path");
}
