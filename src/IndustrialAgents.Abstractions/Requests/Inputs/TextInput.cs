using System.Text.Json.Serialization;

namespace IndustrialAgents;

/// <summary>A text, such as a work order or a question.</summary>
/// <param name="Text">The text.</param>
public sealed record TextInput(string Text) : RequestInput
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override Modality Modality => Modality.Language;
}
