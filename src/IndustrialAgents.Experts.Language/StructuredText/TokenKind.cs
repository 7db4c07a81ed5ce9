namespace IndustrialAgents.Experts.Language.StructuredText;

/// <summary>Kinds of words of a structured text.</summary>
internal enum TokenKind
{
    /// <summary>The end of the text.</summary>
    End,

    /// <summary>A name.</summary>
    Identifier,

    /// <summary>A word of the language.</summary>
    Keyword,

    /// <summary>A whole number, with or without base or type.</summary>
    Integer,

    /// <summary>A real number.</summary>
    Real,

    /// <summary>A duration, date or time, such as <c>T#5s</c>.</summary>
    Time,

    /// <summary>A character string.</summary>
    Text,

    /// <summary>A place in the controller, such as <c>%IX0.0</c>.</summary>
    Address,

    /// <summary>An operator or mark.</summary>
    Sign,
}
