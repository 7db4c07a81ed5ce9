using System.Globalization;
using System.Text.Json.Nodes;

namespace IndustrialAgents.Hosting;

/// <summary>Makes the manifest of a model that fits a convention.</summary>
internal static class ConventionManifest
{
    private const string Setting = "$set.";

    /// <summary>The convention's manifest with what the model fixes and leaves open put in; name, version and files are still missing.</summary>
    /// <param name="match">The model and its convention.</param>
    /// <param name="settings">What the files beside the model say; null where the convention asks for none.</param>
    public static JsonObject Create(ConventionMatch match, TextSettings? settings = null)
    {
        var manifest = match.Convention.Manifest.DeepClone().AsObject();
        var input = manifest["inputs"]!.AsArray()[0]!["preprocess"]!.AsObject();
        var output = manifest["output"]!.AsObject();
        foreach (var (wanted, model) in match.Inputs.Concat(match.Outputs))
        {
            Merge(input, wanted.Preprocess, model.Name);
            Merge(output, wanted.Output, model.Name);
        }

        foreach (var (_, changes) in match.Convention.One.Where(one => match.Fixed(one.Key) == 1))
        {
            Merge(input, changes.GetValueOrDefault("preprocess"), "");
            Merge(output, changes.GetValueOrDefault("output"), "");
        }

        return (JsonObject)Fill(manifest, match, settings)!;
    }

    // Objects are merged, all else is replaced; the tensor's own name is put in at once, since others have theirs.
    private static void Merge(JsonObject into, JsonObject? from, string name)
    {
        foreach (var (key, value) in from ?? [])
        {
            if (value is JsonObject inner)
            {
                if (into[key] is not JsonObject)
                {
                    into[key] = new JsonObject();
                }

                Merge(into[key]!.AsObject(), inner, name);
            }
            else
            {
                into[key] = value is JsonValue && value.ToString() == "$name" ? JsonValue.Create(name) : value?.DeepClone();
            }
        }
    }

    private static JsonNode? Fill(JsonNode? node, ConventionMatch match, TextSettings? settings) => node switch
    {
        JsonObject item => new JsonObject(item
            .Select(pair => KeyValuePair.Create(pair.Key, Fill(pair.Value, match, settings)))
            .Where(pair => pair.Value is not null)),
        JsonArray list => new JsonArray([.. list.Select(item => Fill(item, match, settings))]),
        JsonValue value when value.TryGetValue<string>(out var text) && text.StartsWith('$') => Resolve(text, match, settings),
        _ => node?.DeepClone(),
    };

    /// <summary>Names of the settings that a convention's manifest has places for.</summary>
    public static IEnumerable<string> Settings(JsonNode? node) => node switch
    {
        JsonObject item => item.SelectMany(pair => Settings(pair.Value)),
        JsonArray list => list.SelectMany(Settings),
        JsonValue value when value.TryGetValue<string>(out var text) && text.StartsWith(Setting, StringComparison.Ordinal) => [text[Setting.Length..]],
        _ => [],
    };

    // $fixed.SIZE: where the model fixes it. $open.SIZE: where it does not. $value.SIZE: either way. $minus.A.B: the difference, where both are fixed.
    // $set.NAME: what the files beside the model say.
    private static JsonNode? Resolve(string text, ConventionMatch match, TextSettings? settings) => text[1..].Split('.') switch
    {
        ["fixed", var size] => match.Fixed(size) is { } number ? JsonValue.Create(number) : null,
        ["open", var size] => match.IsOpen(size) ? match.Value(size) : null,
        ["value", var size] => match.Value(size),
        ["minus", var from, var less] => match.Fixed(from) is { } high && match.Fixed(less) is { } low ? JsonValue.Create(Math.Max(high - low, 0)) : null,
        ["set", var name] => settings?.Value(name),
        ["window"] => JsonValue.Create(match.Inputs[0].Model.Name),
        _ => throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"the convention {match.Convention.Name} has an unknown text {text}")),
    };
}
