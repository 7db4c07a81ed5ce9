using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace IndustrialAgents.Json;

/// <summary>The JSON form of the contracts: on HTTP, in manifests and in stored decisions. Thread-safe.</summary>
public static class ContractJson
{
    /// <summary>Options for every contract type: camel case, enumerations as words, tensors and pictures as base64.</summary>
    public static JsonSerializerOptions Options { get; } = Create(indented: false);

    /// <summary>The same, indented for people.</summary>
    public static JsonSerializerOptions Indented { get; } = Create(indented: true);

    private static JsonSerializerOptions Create(bool indented)
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            AllowOutOfOrderMetadataProperties = true,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            MaxDepth = 32,
            NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
            ReadCommentHandling = JsonCommentHandling.Skip,
            AllowTrailingCommas = true,
            RespectNullableAnnotations = true,
            WriteIndented = indented,
            TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { AskForKind } },
        };
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        options.Converters.Add(new TensorJsonConverter());
        options.MakeReadOnly();
        return options;
    }

    // Without this the serializer calls it a fault of the program, not of the JSON.
    private static void AskForKind(JsonTypeInfo type)
    {
        if (type.PolymorphismOptions is { TypeDiscriminatorPropertyName: { } name } options && type.Type.IsAbstract)
        {
            var kinds = string.Join(", ", options.DerivedTypes.Select(derived => derived.TypeDiscriminator));
            type.CreateObject = () => throw new JsonException($"'{name}' is missing; it says what this is, one of {kinds}");
        }
    }
}
