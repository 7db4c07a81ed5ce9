using System.Text.Json;
using System.Text.Json.Serialization;

namespace IndustrialAgents.Json;

/// <summary>Writes an expert's id as <c>name@version</c>.</summary>
public sealed class ExpertIdJsonConverter : JsonConverter<ExpertId>
{
    /// <inheritdoc/>
    public override ExpertId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        ExpertId.TryParse(reader.TokenType == JsonTokenType.String ? reader.GetString() : null, out var id)
            ? id
            : throw new JsonException("an expert is written name@version");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, ExpertId value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
