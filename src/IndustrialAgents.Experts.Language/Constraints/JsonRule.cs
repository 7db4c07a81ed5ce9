namespace IndustrialAgents.Experts.Language;

/// <summary>What a JSON value must be. Immutable.</summary>
internal abstract class JsonRule
{
    /// <summary>Any value.</summary>
    public static JsonRule Anything { get; } = MakeAnything();

    private static JsonReferenceRule MakeAnything()
    {
        var any = new JsonReferenceRule();
        any.Target = new JsonAnyRule(
        [
            new JsonStringRule(0, null),
            new JsonNumberRule(false),
            new JsonLiteralRule(["true"u8.ToArray(), "false"u8.ToArray(), "null"u8.ToArray()]),
            new JsonArrayRule(any, 0, null),
            new JsonMapRule(any),
        ]);
        return any;
    }
}

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

/// <summary>An object of any properties, their values of one rule.</summary>
internal sealed class JsonMapRule(JsonRule values) : JsonRule
{
    /// <summary>What a property is called.</summary>
    public JsonStringRule Keys { get; } = new(0, null);

    public JsonRule Values => values;
}

/// <summary>What another rule says, which may hold this one.</summary>
internal sealed class JsonReferenceRule : JsonRule
{
    /// <summary>The other rule. Set once, as soon as it has been read.</summary>
    public JsonRule Target { get; set; } = null!;

    /// <summary>Whether it leads back to itself before anything is written.</summary>
    public bool IsCircular => LeadsTo(Target, this, []);

    private static bool LeadsTo(JsonRule from, JsonReferenceRule to, HashSet<JsonRule> seen) => from == to || from switch
    {
        JsonReferenceRule reference => seen.Add(from) && LeadsTo(reference.Target, to, seen),
        JsonAnyRule any => any.Rules.Any(rule => LeadsTo(rule, to, seen)),
        _ => false,
    };
}
