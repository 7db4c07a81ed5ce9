using System.Text.Json;
using System.Text.Json.Serialization;

namespace IndustrialAgents.Json;

/// <summary>Writes an asset path as a string.</summary>
public sealed class AssetPathJsonConverter : JsonConverter<AssetPath>
{
    /// <inheritdoc/>
    public override AssetPath Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        AssetPath.TryParse(reader.TokenType == JsonTokenType.String ? reader.GetString() : null, out var path)
            ? path
            : throw new JsonException("an asset is written enterprise/site/area/line/cell");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, AssetPath value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
