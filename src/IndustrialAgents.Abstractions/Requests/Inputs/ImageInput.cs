using System.Text.Json.Serialization;

namespace IndustrialAgents;

/// <summary>An encoded picture.</summary>
/// <param name="Data">The bytes of a PNG, JPEG or BMP file; base64 in JSON. Not copied.</param>
public sealed record ImageInput(ReadOnlyMemory<byte> Data) : RequestInput
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override Modality Modality => Modality.Vision;
}
