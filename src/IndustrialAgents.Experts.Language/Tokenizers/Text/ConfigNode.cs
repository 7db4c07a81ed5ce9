using System.Text.Json;

namespace IndustrialAgents.Experts.Language.Tokenizers;

/// <summary>One object of a <c>tokenizer.json</c> and its path, so that every error names the field. Lives no longer than its document.</summary>
internal readonly struct ConfigNode(JsonElement element, string source, string path)
{
    public JsonElement Element => element;

    /// <summary>The field <c>type</c>.</summary>
    public string Type => Text("type");

    public bool Has(string name) => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null;

    public string Text(string name, string? otherwise = null) => Find(name) switch
    {
        { ValueKind: JsonValueKind.String } value => value.GetString()!,
        null when otherwise is not null => otherwise,
        var value => throw Invalid(name, value, "a string"),
    };

    public bool Flag(string name, bool otherwise) => Find(name) switch
    {
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        null => otherwise,
        var value => throw Invalid(name, value, "true or false"),
    };

    public int Number(string name, int otherwise) => Find(name) switch
    {
        { ValueKind: JsonValueKind.Number } value when value.TryGetInt32(out var number) && number >= 0 => number,
        null => otherwise,
        var value => throw Invalid(name, value, "a whole number from 0"),
    };

    public int Number(string name) => Find(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out var number) && number >= 0
        ? number
        : throw Invalid(name, Find(name), "a whole number from 0");

    public ConfigNode Node(string name) => Find(name) is { ValueKind: JsonValueKind.Object } value
        ? new ConfigNode(value, source, Path(name))
        : throw Invalid(name, Find(name), "an object");

    public IEnumerable<ConfigNode> Nodes(string name)
    {
        if (Find(name) is not { ValueKind: JsonValueKind.Array } array)
        {
            throw Invalid(name, Find(name), "a list");
        }

        var (at, from) = (Path(name), source);
        return [.. array.EnumerateArray().Select((item, i) => new ConfigNode(item, from, $"{at}[{i}]"))];
    }

    public InvalidManifestException Unknown(string known) => new(source, Path("type"), $"'{Type}' is not supported; supported are {known}");

    public InvalidManifestException Invalid(string? name, string message) => new(source, name is null ? path : Path(name), message);

    private InvalidManifestException Invalid(string name, JsonElement? value, string needed) =>
        Invalid(name, $"is {(value is { } present ? Shorten(present.GetRawText()) : "missing")}; it must be {needed}");

    private static string Shorten(string text) => text.Length <= 40 ? text : $"{text[..40]}...";

    private JsonElement? Find(string name) => Has(name) ? element.GetProperty(name) : null;

    private string Path(string name) => path.Length == 0 ? name : $"{path}.{name}";
}
