using System.Text.Json;
using IndustrialAgents.Json;

namespace IndustrialAgents.Orleans.Wire;

/// <summary>
/// A manifest as its JSON in UTF-8. It is not checked as <see cref="ManifestReader"/> does: members of a newer version are let through, and what
/// breaks the contract is refused by the catalogue.
/// </summary>
[GenerateSerializer, Immutable]
internal struct ManifestWire : IWireForm<Manifest, ManifestWire>
{
    [Id(0)]
    public Packed<byte> Json;

    public static ManifestWire From(Manifest value) => new() { Json = new(JsonSerializer.SerializeToUtf8Bytes(value, ContractJson.Options)) };

    public readonly Manifest ToValue()
    {
        try
        {
            return JsonSerializer.Deserialize<Manifest>(Json.Memory.Span, ContractJson.Options)
                ?? throw new MalformedMessageException(nameof(Manifest), "it is null");
        }
        catch (JsonException e)
        {
            throw new MalformedMessageException(nameof(Manifest), e.Message);
        }
    }
}
