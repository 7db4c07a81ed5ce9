namespace IndustrialAgents.Experts.Language;

/// <summary>What a JSON value must be. Immutable.</summary>
internal abstract class JsonRule;

/// <summary>One of some texts.</summary>
internal sealed class JsonLiteralRule(IReadOnlyList<byte[]> texts) : JsonRule
{
    public IReadOnlyList<byte[]> Texts => texts;
}

/// <summary>A string of so many characters (Unicode code points).</summary>
internal sealed class JsonStringRule(int min, int? max) : JsonRule
{
    public int Min => min;

    public int? Max => max;
}

/// <summary>A number without exponent, of at most 15 digits on either side of the point.</summary>
internal sealed class JsonNumberRule(bool integer) : JsonRule
{
    public bool Integer => integer;
}

/// <summary>A list of so many elements.</summary>
internal sealed class JsonArrayRule(JsonRule items, int min, int? max) : JsonRule
{
    public JsonRule Items => items;

    public int Min => min;

    public int? Max => max;
}

/// <summary>An object: properties in their order, those that are not required perhaps left out. Keys are as they are written, quotes and colon included.</summary>
internal sealed class JsonObjectRule(IReadOnlyList<(byte[] Key, JsonRule Value, bool Required)> properties) : JsonRule
{
    public IReadOnlyList<(byte[] Key, JsonRule Value, bool Required)> Properties => properties;
}

/// <summary>A value of any of some kinds.</summary>
internal sealed class JsonAnyRule(IReadOnlyList<JsonRule> rules) : JsonRule
{
    public IReadOnlyList<JsonRule> Rules => rules;
}
