using System.Text.Json;
using System.Text.Json.Serialization;

namespace IndustrialAgents;

/// <summary>A pre- or post-processing step, chosen by name; its other fields are the step's own options.</summary>
public sealed record ManifestStep
{
    /// <summary>Name of the step, such as <c>image</c> or <c>softmax</c>.</summary>
    public required string Use { get; init; }

    /// <summary>The step's options by name.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement> Options { get; init; } = new Dictionary<string, JsonElement>();
}
