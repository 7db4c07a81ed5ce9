using System.Text.Json.Serialization;

namespace IndustrialAgents;

/// <summary>A text, such as a work order or a question.</summary>
/// <param name="Text">The text.</param>
public sealed record TextInput(string Text) : RequestInput
{
    /// <summary>Who says it, where the texts of a request are a conversation; null where they are not.</summary>
    public ChatRole? Role { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override Modality Modality => Modality.Language;
}
