using System.Text.Json;
using System.Text.Json.Serialization;
using IndustrialAgents.Json;

namespace IndustrialAgents;

/// <summary>A pre- or post-processing step, chosen by name; its other fields are the step's own options.</summary>
public sealed record ManifestStep
{
    /// <summary>Name of the step, such as <c>image</c> or <c>softmax</c>.</summary>
    public required string Use { get; init; }

    /// <summary>The step's options by name.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement> Options { get; init; } = new Dictionary<string, JsonElement>();

    /// <summary>A step with the fields of a record as its options.</summary>
    /// <param name="use">Name of the step.</param>
    /// <param name="options">The options; what is null is left out.</param>
    public static ManifestStep Of<T>(string use, T options) => new()
    {
        Use = use,
        Options = JsonSerializer.SerializeToElement(options, ContractJson.Options).EnumerateObject().ToDictionary(option => option.Name, option => option.Value),
    };
}
