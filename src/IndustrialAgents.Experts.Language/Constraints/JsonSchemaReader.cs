using System.Text.Encodings.Web;
using System.Text.Json;

namespace IndustrialAgents.Experts.Language;

/// <summary>
/// Reads a JSON schema of what a text may be made to fit: <c>type</c> (one or several), <c>properties</c>, <c>required</c>, <c>enum</c>, <c>const</c>,
/// <c>anyOf</c>, <c>items</c>, <c>minItems</c>, <c>maxItems</c>, <c>minLength</c>, <c>maxLength</c>, <c>$ref</c> to a place in the schema itself, and
/// <c>additionalProperties</c>, which are written where no <c>properties</c> are named. What says nothing about a value leaves it open. Anything else that
/// says something is an error. Thread-safe.
/// </summary>
internal sealed class JsonSchemaReader
{
    private const string Field = "parameters.sampling.jsonSchema";
    private const int MaxDepth = 32;
    private const string Known = "type, properties, required, enum, const, anyOf, items, minItems, maxItems, minLength, maxLength, additionalProperties, $ref, $defs, definitions";

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly HashSet<string> Annotations = ["title", "description", "default", "examples", "$schema", "$id", "$comment", "deprecated", "readOnly", "writeOnly", "format"];

    private readonly JsonElement _root;
    private readonly Dictionary<string, JsonReferenceRule> _references = [];

    private JsonSchemaReader(JsonElement root) => _root = root;

    /// <summary>Reads a schema.</summary>
    /// <exception cref="InvalidRequestException">It is no schema, or one with a keyword that is not supported; the message names it and where.</exception>
    public static JsonRule Read(string schema)
    {
        try
        {
            using var document = JsonDocument.Parse(schema, new JsonDocumentOptions { MaxDepth = 2 * MaxDepth });
            var reader = new JsonSchemaReader(document.RootElement);
            var rule = reader.Read(document.RootElement, "#", 0);
            return reader._references.FirstOrDefault(pair => pair.Value.IsCircular) is { Key: { } name }
                ? throw Wrong(name, "refers to itself before anything is written")
                : rule;
        }
        catch (Exception e) when (e is InvalidOperationException || e.InnerException is InvalidOperationException or ArgumentException)
        {
            // A string with half a surrogate pair, which JSON's grammar allows and UTF-16 does not.
            throw new InvalidRequestException(Field, $"holds text that is not Unicode: {e.Message}", e);
        }
        catch (JsonException e)
        {
            throw new InvalidRequestException(Field, $"is not JSON: {e.Message}", e);
        }
    }

    private JsonRule Read(JsonElement schema, string path, int depth)
    {
        if (schema.ValueKind == JsonValueKind.True)
        {
            return JsonRule.Anything;
        }

        if (schema.ValueKind != JsonValueKind.Object || depth > MaxDepth)
        {
            throw Wrong(path, depth > MaxDepth ? $"is nested deeper than {MaxDepth}" : $"is {schema.ValueKind}; a schema is an object, or true");
        }

        foreach (var keyword in schema.EnumerateObject())
        {
            if (!Annotations.Contains(keyword.Name) && !Known.Split(", ").Contains(keyword.Name))
            {
                throw Wrong(path, $"has '{keyword.Name}', which is not supported; supported are {Known}");
            }
        }

        var types = Types(schema, path);
        if (schema.TryGetProperty("$ref", out var reference))
        {
            return Refer(reference, schema, path, depth);
        }

        if (schema.TryGetProperty("anyOf", out var any))
        {
            return any.ValueKind == JsonValueKind.Array && any.GetArrayLength() > 0 && IsAlone(schema, "anyOf")
                ? new JsonAnyRule([.. any.EnumerateArray().Select((one, i) => Read(one, $"{path}/anyOf/{i}", depth + 1))])
                : throw Wrong(path, "has an anyOf that is no list of schemas, or further keywords beside it");
        }

        if (schema.TryGetProperty("const", out var constant))
        {
            return Literals([constant], types, path);
        }

        if (schema.TryGetProperty("enum", out var values))
        {
            return values.ValueKind == JsonValueKind.Array ? Literals([.. values.EnumerateArray()], types, path) : throw Wrong(path, "has an enum that is no list");
        }

        return types switch
        {
            [] => schema.EnumerateObject().All(keyword => IsAside(keyword.Name)) ? JsonRule.Anything : throw Wrong(path, "has no type, enum, const, anyOf or $ref; say what the value is"),
            [var only] => Read(only, schema, path, depth),
            _ => new JsonAnyRule([.. types.Select(type => Read(type, schema, path, depth))]),
        };
    }

    private static bool IsAside(string keyword) => Annotations.Contains(keyword) || keyword is "$defs" or "definitions";

    private static bool IsAlone(JsonElement schema, string name) => schema.EnumerateObject().All(keyword => keyword.Name == name || IsAside(keyword.Name));

    // A schema may refer to itself from within: its rule is filled in once it has been read.
    private JsonReferenceRule Refer(JsonElement reference, JsonElement schema, string path, int depth)
    {
        if (reference.ValueKind != JsonValueKind.String || reference.GetString() is not { } name || !name.StartsWith('#') || !IsAlone(schema, "$ref"))
        {
            throw Wrong(path, "has a $ref that does not begin with '#', or further keywords beside it");
        }

        if (_references.TryGetValue(name, out var known))
        {
            return known;
        }

        var target = _root;
        foreach (var part in name[1..].Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            var key = Uri.UnescapeDataString(part).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            target = target.ValueKind == JsonValueKind.Object && target.TryGetProperty(key, out var inner)
                ? inner
                : throw Wrong(path, $"has a $ref to '{name}', which is not there");
        }

        var rule = new JsonReferenceRule();
        _references.Add(name, rule);
        rule.Target = Read(target, name, depth + 1);
        return rule;
    }

    private JsonRule Read(string type, JsonElement schema, string path, int depth)
    {
        switch (type)
        {
            case "string":
                var (least, most) = Bounds(schema, "minLength", "maxLength", path);
                return new JsonStringRule(least, most);
            case "number" or "integer":
                return new JsonNumberRule(type == "integer");
            case "boolean":
                return new JsonLiteralRule(["true"u8.ToArray(), "false"u8.ToArray()]);
            case "null":
                return new JsonLiteralRule(["null"u8.ToArray()]);
            case "array":
                var (min, max) = Bounds(schema, "minItems", "maxItems", path);
                return schema.TryGetProperty("items", out var items)
                    ? new JsonArrayRule(Read(items, $"{path}/items", depth + 1), min, max)
                    : new JsonArrayRule(JsonRule.Anything, min, max);
            default:
                return Object(schema, path, depth);
        }
    }

    private JsonRule Object(JsonElement schema, string path, int depth)
    {
        var hasMore = schema.TryGetProperty("additionalProperties", out var more);
        if (!schema.TryGetProperty("properties", out _) && !schema.TryGetProperty("required", out _) && !(hasMore && more.ValueKind == JsonValueKind.False))
        {
            return new JsonMapRule(hasMore ? Read(more, $"{path}/additionalProperties", depth + 1) : JsonRule.Anything);
        }

        var required = schema.TryGetProperty("required", out var listed)
            ? listed.ValueKind == JsonValueKind.Array && listed.EnumerateArray().All(name => name.ValueKind == JsonValueKind.String)
                ? listed.EnumerateArray().Select(name => name.GetString()!).ToHashSet()
                : throw Wrong(path, "has required that is no list of names")
            : [];
        var properties = new List<(byte[] Key, JsonRule Value, bool Required)>();
        if (schema.TryGetProperty("properties", out var given))
        {
            if (given.ValueKind != JsonValueKind.Object)
            {
                throw Wrong(path, "has properties that are no object");
            }

            var names = new HashSet<string>();
            foreach (var property in given.EnumerateObject())
            {
                if (!names.Add(property.Name))
                {
                    throw Wrong(path, $"has the property '{property.Name}' twice");
                }

                byte[] key = [.. JsonSerializer.SerializeToUtf8Bytes(property.Name, Plain), (byte)':'];
                properties.Add((key, Read(property.Value, $"{path}/properties/{property.Name}", depth + 1), required.Remove(property.Name)));
            }
        }

        return required.Count == 0
            ? new JsonObjectRule(properties)
            : throw Wrong(path, $"requires '{required.First()}', which is not among its properties");
    }

    private static JsonLiteralRule Literals(JsonElement[] values, string[] types, string path)
    {
        var fitting = values.Where(value => types.Length == 0 || Array.Exists(types, type => IsOf(type, value))).ToArray();
        return fitting.Length > 0
            ? new JsonLiteralRule([.. fitting.Select(value => JsonSerializer.SerializeToUtf8Bytes(value, Plain))])
            : throw Wrong(path, "has an enum or const without a value of its type");
    }

    private static bool IsOf(string type, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => type == "string",
        JsonValueKind.Number => type == "number" || (type == "integer" && value.TryGetDouble(out var number) && Math.Floor(number) == number),
        JsonValueKind.True or JsonValueKind.False => type == "boolean",
        JsonValueKind.Null => type == "null",
        JsonValueKind.Array => type == "array",
        _ => type == "object",
    };

    private static string[] Types(JsonElement schema, string path)
    {
        if (!schema.TryGetProperty("type", out var type))
        {
            return [];
        }

        JsonElement[] all = type.ValueKind == JsonValueKind.Array ? [.. type.EnumerateArray()] : [type];
        var names = all.Select(one => one.ValueKind == JsonValueKind.String ? one.GetString()! : "").ToArray();
        return names.Length > 0 && Array.TrueForAll(names, name => name is "object" or "array" or "string" or "number" or "integer" or "boolean" or "null")
            ? names
            : throw Wrong(path, "has a type that is none of object, array, string, number, integer, boolean, null");
    }

    private static (int Min, int? Max) Bounds(JsonElement schema, string min, string max, string path)
    {
        var (least, most) = (Number(min) ?? 0, Number(max));
        return most is null || most >= least ? (least, most) : throw Wrong(path, $"has a {max} of {most}, below its {min} of {least}");

        int? Number(string name) => !schema.TryGetProperty(name, out var value)
            ? null
            : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= 0 ? number : throw Wrong(path, $"has a {name} that is no whole number from 0");
    }

    private static InvalidRequestException Wrong(string path, string message) => new(Field, $"{path} {message}");
}
