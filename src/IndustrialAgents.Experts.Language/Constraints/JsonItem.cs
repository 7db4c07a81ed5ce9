namespace IndustrialAgents.Experts.Language;

/// <summary>One thing that is still to be written of a JSON text. Immutable; equal ones mean the same.</summary>
internal abstract record JsonItem;

/// <summary>Exactly these bytes, from a place on. Arrays are the same where their content is, since each is made once for a schema.</summary>
internal sealed record JsonBytes(byte[] Text, int At = 0) : JsonItem;

/// <summary>A space, or none.</summary>
internal sealed record JsonSpace : JsonItem;

/// <summary>A value of a schema.</summary>
internal sealed record JsonValue(JsonRule Rule) : JsonItem;

/// <summary>Properties from one on, and the brace that closes.</summary>
internal sealed record JsonProperties(JsonObjectRule Rule, int From, bool First) : JsonItem;

/// <summary>Properties of any name from here on, and the brace that closes.</summary>
internal sealed record JsonEntries(JsonMapRule Rule, bool First) : JsonItem;

/// <summary>Further elements after so many, and the bracket that closes.</summary>
internal sealed record JsonElements(JsonArrayRule Rule, int Count) : JsonItem;

/// <summary>
/// The rest of a string, its closing mark included: characters so far, whether a backslash was just written, and the bytes that a character lacks,
/// of which the next lies between two bounds.
/// </summary>
internal sealed record JsonCharacters(JsonStringRule Rule, int Count, bool Escaped = false, int Lacking = 0, byte Low = 0x80, byte High = 0xBF) : JsonItem;

/// <summary>The rest of a number: digits of its part so far.</summary>
internal sealed record JsonDigits(bool Integer, JsonNumberPart Part, int Count = 0) : JsonItem;

/// <summary>The last thing written of a number.</summary>
internal enum JsonNumberPart
{
    /// <summary>Nothing.</summary>
    Begin,

    /// <summary>The sign.</summary>
    Sign,

    /// <summary>A zero that leads.</summary>
    Zero,

    /// <summary>A digit before the point.</summary>
    Whole,

    /// <summary>The point.</summary>
    Point,

    /// <summary>A digit after it.</summary>
    Fraction,
}
