using System.Text.Json;
using IndustrialAgents.Experts.Language.Tokenizers;

namespace IndustrialAgents.Experts.Language;

/// <summary>What the <c>genai_config.json</c> of ONNX Runtime GenAI says about a decoder. Immutable and thread-safe.</summary>
internal sealed record GenAiConfig
{
    /// <summary>Names of inputs and outputs.</summary>
    public required DecoderNames Names { get; init; }

    /// <summary>Tokens that end a text.</summary>
    public required IReadOnlyList<int> EndIds { get; init; }

    /// <summary>The most tokens, read and written; null where it does not say.</summary>
    public int? ContextLength { get; init; }

    /// <summary>Number of tokens; null where it does not say.</summary>
    public int? Vocabulary { get; init; }

    /// <summary>Reads the file.</summary>
    /// <exception cref="InvalidManifestException">It is no such file; the message names the field.</exception>
    public static GenAiConfig Parse(ReadOnlyMemory<byte> json, string source)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 32 });
            return Read(new ConfigNode(document.RootElement, source, "").Node("model"));
        }
        catch (JsonException e)
        {
            throw new InvalidManifestException(source, "model", $"is not JSON: {e.Message}", e);
        }
        catch (InvalidOperationException e)
        {
            // A string with half a surrogate pair, which JSON's grammar allows and UTF-16 does not.
            throw new InvalidManifestException(source, "model", $"holds text that is not Unicode: {e.Message}", e);
        }
    }

    private static GenAiConfig Read(ConfigNode model)
    {
        var decoder = model.Node("decoder");
        var none = new ConfigNode(default, "", "");
        var inputs = decoder.Has("inputs") ? decoder.Node("inputs") : none;
        var outputs = decoder.Has("outputs") ? decoder.Node("outputs") : none;
        return new GenAiConfig
        {
            Names = new DecoderNames(
                inputs.Text("input_ids", "input_ids"),
                inputs.Text("attention_mask", "attention_mask"),
                inputs.Text("position_ids", "position_ids"),
                outputs.Text("logits", "logits"),

                // Keys and values of a layer are one tensor, or two.
                inputs.Has("past_names")
                    ? [Cache("past_names", "", "present_names", "present_%d")]
                    : [
                        Cache("past_key_names", "past_key_values.%d.key", "present_key_names", "present.%d.key"),
                        Cache("past_value_names", "past_key_values.%d.value", "present_value_names", "present.%d.value"),
                    ]),
            EndIds = Ids(model),
            ContextLength = Positive(model, "context_length"),
            Vocabulary = Positive(model, "vocab_size"),
        };

        CachePattern Cache(string past, string usualPast, string present, string usualPresent) =>
            new(Pattern(inputs, past, usualPast), Pattern(outputs, present, usualPresent));
    }

    private static string Pattern(ConfigNode section, string name, string usual)
    {
        var text = section.Text(name, usual).Replace("%d", "*", StringComparison.Ordinal);
        return CachePattern.IsValid(text) ? text : throw section.Invalid(name, $"is '{text}'; it must have one %d for the layer");
    }

    private static int[] Ids(ConfigNode model)
    {
        if (!model.Has("eos_token_id"))
        {
            return [];
        }

        var value = model.Element.GetProperty("eos_token_id");
        return value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray().Select(id => id.ValueKind == JsonValueKind.Number && id.TryGetInt32(out var number) && number >= 0
                ? number
                : throw model.Invalid("eos_token_id", $"has {id.ValueKind} among its ids; they are whole numbers from 0"))]
            : [model.Number("eos_token_id")];
    }

    private static int? Positive(ConfigNode model, string name) => !model.Has(name)
        ? null
        : model.Number(name) is var number and > 0 ? number : throw model.Invalid(name, "is 0; it must be at least 1");
}
