using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace IndustrialAgents.Hosting;

/// <summary>
/// The input and output conventions of one kind of export of a family of pre-trained models, with the manifest that follows from them. Read from the
/// JSON files that this assembly carries. Immutable and thread-safe.
/// </summary>
public sealed record ModelConvention
{
    private static readonly Lazy<IReadOnlyList<ModelConvention>> Known = new(ReadAll);

    /// <summary>The conventions that are known, a family's kinds of export one after the other.</summary>
    public static IReadOnlyList<ModelConvention> All => Known.Value;

    /// <summary>Name of the family, as <c>ia models pull --as</c> takes it.</summary>
    [JsonPropertyName("convention")]
    public required string Name { get; init; }

    /// <summary>What the model takes and gives, in one line.</summary>
    public required string Summary { get; init; }

    /// <summary>The paper that describes the family.</summary>
    public required string Paper { get; init; }

    /// <summary>By field of <c>config.json</c>, values that only this family has.</summary>
    [JsonInclude]
    internal IReadOnlyDictionary<string, IReadOnlyList<string>> Config { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    [JsonInclude]
    internal IReadOnlyDictionary<string, ConventionSize> Sizes { get; init; } = new Dictionary<string, ConventionSize>();

    [JsonInclude]
    internal IReadOnlyList<ConventionTensor> Inputs { get; init; } = [];

    [JsonInclude]
    internal IReadOnlyList<ConventionTensor> Outputs { get; init; } = [];

    /// <summary>Files beside the model that it needs.</summary>
    [JsonInclude]
    internal IReadOnlyList<ConventionFile> Files { get; init; } = [];

    /// <summary>By size, what changes in the manifest where the model fixes it at 1.</summary>
    [JsonInclude]
    internal IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonObject>> One { get; init; } = new Dictionary<string, IReadOnlyDictionary<string, JsonObject>>();

    /// <summary>The manifest, in which texts that begin with <c>$</c> stand for what the model fixes or leaves open.</summary>
    [JsonInclude]
    internal JsonObject Manifest { get; init; } = [];

    private static List<ModelConvention> ReadAll()
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            Converters = { new JsonStringEnumConverter() },
        };
        var assembly = typeof(ModelConvention).Assembly;
        var conventions = new List<ModelConvention>();
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.Contains(".Models.Conventions.", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            conventions.Add(JsonSerializer.Deserialize<ModelConvention>(stream, options)!);
        }

        return conventions;
    }
}
