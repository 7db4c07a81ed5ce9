namespace IndustrialAgents.Orleans.Wire;

/// <summary>An expert's id as <c>name@version</c>; none for the default one.</summary>
[GenerateSerializer, Immutable, OmitDefaultMemberValues]
internal struct ExpertIdWire : IWireForm<ExpertId, ExpertIdWire>
{
    [Id(0)]
    public WireText Value;

    public static ExpertIdWire From(ExpertId value) => new() { Value = Text(value) };

    public readonly ExpertId ToValue() => Id(Value);

    public static string? Text(ExpertId id) => id.Name is null ? null : id.ToString();

    public static ExpertId Id(string? text) => text is null
        ? default
        : ExpertId.TryParse(text, out var id) ? id : throw new MalformedMessageException(nameof(ExpertId), $"'{Excerpt.Of(text)}' is not name@version");
}
